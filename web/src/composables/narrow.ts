// Whether a page has room for a list and what is open beside it.
import { onBeforeUnmount, ref, type Ref } from 'vue'

export function useNarrow(): Ref<boolean> {
  const media = window.matchMedia('(max-width: 900px)')
  const narrow = ref(media.matches)
  const read = (): void => void (narrow.value = media.matches)
  media.addEventListener('change', read)
  onBeforeUnmount(() => media.removeEventListener('change', read))
  return narrow
}
