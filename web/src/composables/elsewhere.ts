// Leaving for the provider of single sign-on and coming back to the sign-in page. Where to go on, and whether
// it was to confirm who is here, waits in this tab alone.
import { call } from '@/api/client'

const place = 'chengban.single-sign-on'

export interface Trip {
  back: string
  confirm: boolean
}

export async function leaveForProvider(trip: Trip): Promise<void> {
  const { address } = (await call<{ address: string }>('POST', '/single-sign-on', { body: { confirm: trip.confirm } })).data
  sessionStorage.setItem(place, JSON.stringify(trip))
  window.location.assign(address)
}

export function takeTrip(): Trip {
  const kept = sessionStorage.getItem(place)
  sessionStorage.removeItem(place)
  return kept ? (JSON.parse(kept) as Trip) : { back: '', confirm: false }
}
