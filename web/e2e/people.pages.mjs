// The pages of the organisation, of accounts, audit and exports.
const unit = 'district-310115'

export const peoplePages = (one, open) => {
  const clerk = one('office_clerk')
  const security = one('security_administrator')
  const system = one('system_administrator')
  const auditor = one('audit_administrator')
  const head = one('section_head', unit)
  const dialog = (path, button) => async (page) => {
    await open(path)(page)
    await page.locator('button', { hasText: button }).first().click()
    await page.locator('.el-dialog:visible').waitFor()
  }
  return [
    { name: 'organisation', who: one('dispatcher'), go: open('/organisation') },
    { name: 'organisation-unit', who: clerk, go: async (page) => { await open(`/organisation/${unit}`)(page); await page.locator('.nights li, .card p.muted').first().waitFor() } },
    { name: 'organisation-people', who: security, go: open(`/organisation/${unit}`) },
    { name: 'organisation-duty', who: head, go: async (page) => { await open(`/organisation/${unit}`)(page); await page.locator('.nights li').first().waitFor() } },
    { name: 'organisation-leader', who: clerk, go: dialog(`/organisation/${unit}`, /变更|Change/) },
    { name: 'organisation-absence', who: head, go: dialog(`/organisation/${unit}`, /登记外出|Record an absence/) },
    { name: 'organisation-roster', who: head, go: dialog(`/organisation/${unit}`, /排定值班|Set the roster/) },
    { name: 'accounts', who: system, go: open('/accounts') },
    { name: 'accounts-create', who: system, go: dialog('/accounts', /建立账号|Create an account/) },
    { name: 'accounts-keys', who: system, go: open('/accounts/keys') },
    { name: 'accounts-settings', who: security, go: open('/accounts/settings') },
    { name: 'accounts-elsewhere', who: security, go: open('/accounts/single-sign-on') },
    { name: 'audit', who: auditor, go: async (page) => { await open('/audit')(page); await page.locator('.data tbody tr').first().waitFor() } },
    { name: 'audit-record', who: auditor, go: async (page) => { await open('/audit')(page); await page.locator('.details button').first().click(); await page.locator('.el-drawer:visible pre').waitFor() } },
    { name: 'my-sign-in', who: head, go: open('/my-sign-in') },
    { name: 'exports', who: one('leader_in_charge', unit), go: open('/exports') },
    { name: 'exports-ask', who: head, go: dialog('/exports', /申请导出|Ask for an export/) },
  ]
}
