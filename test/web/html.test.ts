import { html } from '../../web/html'

describe('markup', () => {
  test('what comes from outside is text, in content and in attributes', () => {
    const evil = '"><script>alert(1)</script>\'&'
    expect(html`<a title="${evil}">${evil}</a>`.toString()).toBe('<a title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;</a>')
  })

  test('parts that are markup stay, lists are joined, absent values leave nothing', () => {
    expect(html`<ul>${['a', '<b>'].map((text) => html`<li>${text}</li>`)}${undefined}${false}${0}</ul>`.toString()).toBe('<ul><li>a</li><li>&lt;b&gt;</li>0</ul>')
  })

  test('control characters and those that turn writing around do not get through', () => {
    expect(html`${'a\u0000b\u202ec\u001bd\te\nf'}`.toString()).toBe('a\uFFFDb\uFFFDc\uFFFDd\te\nf')
  })
})
