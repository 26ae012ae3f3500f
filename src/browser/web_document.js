// The document: the elements that HTML sent are adopted by id and told what changes. Called from
// document.cpp and main.cpp.
addToLibrary({
  // The text of the element with this id, or the value of a hidden field, as a C string of the
  // caller's to free; 0 where there is none.
  enig_page_text__deps: ['$page', '$stringToNewUTF8'],
  enig_page_text: (id) => {
    const element = page.element(UTF8ToString(id));
    return element ? stringToNewUTF8(element.textContent) : 0;
  },

  // The program's words in the page's language.
  enig_page_words__deps: ['$stringToNewUTF8'],
  enig_page_words: () => stringToNewUTF8(Module['words']),

  // What the form without script carried, as lines "name=value", and the button that asks for
  // consent, as "consent-asked=<id>": a page that came as the answer to a post is gone on with.
  enig_page_fields__deps: ['$page', '$stringToNewUTF8'],
  enig_page_fields: () => {
    // What was looked for is as it was sent: what has been typed since is told of later.
    const fields =
        [...document.querySelectorAll('input[type=hidden][name],[id="enig.search"]')].map(
            (input) => `${input.name}=${input.defaultValue}`);
    const asking = document.querySelector('button[value="consent:yes"]');
    if (asking) fields.push(`consent-asked=${asking.id}`);
    return stringToNewUTF8(fields.join('\n'));
  },

  // Leaves for `href` with a post of these fields, lines "name=value": what the form without script
  // would carry.
  enig_page_post: (href, fields) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = UTF8ToString(href);
    for (const line of UTF8ToString(fields).split('\n')) {
      const equals = line.indexOf('=');
      const input = document.createElement('input');
      input.type = 'hidden';
      input.name = line.slice(0, equals);
      input.value = line.slice(equals + 1);
      form.append(input);
    }
    document.body.append(form);
    form.submit();
    form.remove();  // back on this page, nothing of it is left
  },

  enig_page_adopt__deps: ['$page'],
  enig_page_adopt: (id) => {
    page.root = page.element(UTF8ToString(id));
    return page.root ? 1 : 0;
  },

  // True where the page's elements have these ids, a line each, and show these words (line breaks
  // aside: the printed page has its own).
  enig_page_matches__deps: ['$page'],
  enig_page_matches: (ids, words) => {
    const plain = (text) => text.replaceAll('\n', '');
    const own = [page.root, ...page.root.querySelectorAll('[id]')];
    return own.map(({id}) => `${id}\n`).join('') === UTF8ToString(ids) &&
            plain(page.root.textContent) === plain(UTF8ToString(words)) ?
        1 :
        0;
  },

  enig_page_content__deps: ['$page'],
  enig_page_content: (id, html) => {
    const element = page.element(UTF8ToString(id));
    if (element) element.innerHTML = UTF8ToString(html);
  },

  enig_page_holds_focus__deps: ['$page'],
  enig_page_holds_focus: (id) =>
      page.element(UTF8ToString(id))?.contains(document.activeElement) ? 1 : 0,

  enig_page_insert__deps: ['$page'],
  enig_page_insert: (parent, before, html) => {
    const next = page.element(UTF8ToString(before));
    const text = UTF8ToString(html);
    if (next)
      next.insertAdjacentHTML('beforebegin', text);
    else
      page.element(UTF8ToString(parent))?.insertAdjacentHTML('beforeend', text);
  },

  enig_page_replace__deps: ['$page'],
  enig_page_replace: (id, html) => {
    const name = UTF8ToString(id);
    const isRoot = page.root.id === name;
    const element = page.element(name);
    const template = document.createElement('template');
    template.innerHTML = UTF8ToString(html);
    // Not outerHTML, which also joins the white space around: one change, not three.
    element?.replaceWith(isRoot ? template.content : template.content.firstElementChild);
    if (isRoot) page.root = page.element(name);
  },

  enig_page_attributes__deps: ['$page'],
  enig_page_attributes: (id, html) => {
    const element = page.element(UTF8ToString(id));
    const template = document.createElement('template');
    template.innerHTML = UTF8ToString(html);
    const model = template.content.firstElementChild;
    if (!element || !model) return;
    for (const {name} of [...element.attributes]) {
      // Styles are enig_page_height's.
      if (name !== 'style' && !model.hasAttribute(name)) element.removeAttribute(name);
    }
    for (const {name, value} of model.attributes) {
      if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
  },
});
