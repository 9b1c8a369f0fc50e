// ECharts, only what the desk draws, in the theme's colours. Loaded with the first chart, never before.
import { BarChart, PieChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { onBeforeUnmount, onMounted, shallowRef, watch, type Ref } from 'vue'
import { useSettings } from '@/stores/settings'

use([BarChart, PieChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer])

export const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()

export function useChart(box: Ref<HTMLElement | undefined>, option: () => EChartsCoreOption, choose?: (index: number, series: number) => void): void {
  const chart = shallowRef<ECharts | null>(null)
  const settings = useSettings()
  let watcher: ResizeObserver | null = null
  const draw = (): void => {
    chart.value?.setOption({ color: colour('chart').split(',').map((one) => one.trim()), textStyle: { fontFamily: colour('font'), color: colour('ink-2') }, animationDuration: 300, ...option() }, true)
  }
  onMounted(() => {
    chart.value = init(box.value!, undefined, { renderer: 'svg' })
    draw()
    if (choose) chart.value.on('click', (event) => choose(event.dataIndex, event.seriesIndex ?? 0))
    watcher = new ResizeObserver(() => chart.value?.resize())
    watcher.observe(box.value!)
  })
  watch([option, () => settings.theme], draw)
  onBeforeUnmount(() => {
    watcher?.disconnect()
    chart.value?.dispose()
  })
}
