// What a page can do in every browser, beside its own browser's `name`, `evaluate`, `press`,
// `click`.
//
//     class ChromiumPage extends EnginePage {…}
//     await page.waitForText('enig.status', /Lagret/);

const waitDeadlineMs = Number(process.env.ENIG_WAIT_MS ?? 20_000);

export class EnginePage {
  // Resolves once `condition` is true in the page, to what it returned.
  async waitFor(condition, ...args) {
    const deadline = Date.now() + waitDeadlineMs;
    for (;;) {
      let last;
      // A page that is just being left answers nothing.
      const answer = await this.evaluate(condition, ...args).catch((error) => {
        last = error;
      });
      if (answer) return answer;
      if (Date.now() > deadline) {
        throw new Error(
            `never came true in ${this.name}: ${condition} ${JSON.stringify(args)}` +
            ` ${last ?? ''}`);
      }
      await new Promise((resolve) => {
        setTimeout(resolve, 30);
      });
    }
  }

  // Until the app has taken the page over and painted its first frame.
  waitForApp() {
    return this.waitFor(
        () => document.documentElement.classList.contains('enig-live') && enig.frames > 0);
  }

  waitForId(id) { return this.waitFor((wanted) => Boolean(document.getElementById(wanted)), id); }

  waitForNoId(id) { return this.waitFor((wanted) => !document.getElementById(wanted), id); }

  // Until the element's words match the pattern.
  waitForText(id, pattern) {
    return this.waitFor(
        ([wanted, source]) =>
            new RegExp(source).test(document.getElementById(wanted)?.textContent ?? ''),
        [id, pattern.source]);
  }

  has(id) { return this.evaluate((wanted) => Boolean(document.getElementById(wanted)), id); }

  attribute(id, name) {
    return this.evaluate(
        ([wanted, which]) => document.getElementById(wanted)?.getAttribute(which) ?? null,
        [id, name]);
  }

  text(id) {
    return this.evaluate((wanted) => document.getElementById(wanted)?.textContent ?? null, id);
  }

  // The id of the element that has the focus; "body" where none has, and its element's name where
  // it has no id.
  focused() {
    return this.evaluate(() => {
      const {activeElement: element} = document;
      if (element === null || element === document.body) return 'body';
      return element.id || element.localName;
    });
  }
}
