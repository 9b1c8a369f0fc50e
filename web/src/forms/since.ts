// What happened to an order between two readings of it, and whether a form that was begun before may go on by
// itself: when only the machine wrote (a limit passed, a reminder) and nothing that the form shows is another.
import type { OrderView, TimelineEvent } from '@/api/model'

export const happenedSince = (before: OrderView, after: OrderView): TimelineEvent[] => after.timeline.filter((event) => event.seq > before.version)

const ofMachine = (event: TimelineEvent): boolean => event.actor.role.value === 'system' || event.type === 'remind'

// The order as a person who fills in a form has it before their eyes; bands and remaining time move by themselves.
function shown(order: OrderView, command: string): string {
  const { state, unit, handler, limit_class, facts, extension, return: returning, filing, approvals, deadlines } = order
  const limits = deadlines.map((one) => [one.kind, one.due, one.is_window])
  return JSON.stringify([state, unit, handler, limit_class, facts, extension, returning, filing, approvals, limits, order.next_actions.find((one) => one.command === command)?.open])
}

export function mayGoOn(before: OrderView, after: OrderView, command: string): boolean {
  const events = happenedSince(before, after)
  return events.length > 0 && events.every(ofMachine) && shown(before, command) === shown(after, command)
}
