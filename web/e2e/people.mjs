// Who plays in the stories; the demonstration's own people.
export const dispatcher = { person: 'dispatcher-1', unit: 'center', role: 'dispatcher' }

// All posts of the demonstration, by role and unit.
export async function cast(base) {
  const { items } = await (await fetch(`${base}/api/v1/demonstration/people`)).json()
  const one = (role, unit) => {
    const found = items.find((post) => post.role === role && (!unit || post.unit === unit))
    if (!found) throw new Error(`nobody is ${role} of ${unit}`)
    return { person: found.person, unit: found.unit, role: found.role }
  }
  return { one, all: items }
}
