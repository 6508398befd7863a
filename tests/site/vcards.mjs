// Checks cards against RFC 6350: node vcards.mjs FOLDER_OF_THE_TOOL < cards
//
// vcard4 reads their lines (ends, folds, known properties and parameters, how often each may
// stand); then each property is made anew with the library's own types, which know what values it
// may have, and must come out as it was written. Prints how many cards there are.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const v = createRequire(`${process.argv[2]}/`)('vcard4')

const text = value => new v.TextType(value)
const uri = value => new v.URIType(value)
const special = of => value => new v.SpecialValueType(of, value)
const texts = of => value => special(of)([value].flat().map(text))
const TYPES = {
  KIND: [v.KindProperty, special('KindProperty')],
  UID: [v.UIDProperty, uri],
  FN: [v.FNProperty, text],
  N: [v.NProperty, value => special('NProperty')(Object.values(value).map(one => one && text(one)))],
  ORG: [v.OrgProperty, texts('OrgProperty')],
  EMAIL: [v.EmailProperty, text],
  TITLE: [v.TitleProperty, text],
  CATEGORIES: [v.CategoriesProperty, value => new v.TextListType([value].flat().map(text))],
  URL: [v.URLProperty, uri],
  LANG: [v.LangProperty, value => new v.LanguageTagType(value)],
  REV: [v.RevProperty, value => new v.DateTimeType('timestamp', value)],
}

function anew({ property, parameters, value }) {
  if (!(property in TYPES)) throw new Error(`nobody checks ${property}`)
  const [Property, type] = TYPES[property]
  const given = Object.entries(parameters).map(([name, parameter]) => {
    if (name !== 'TYPE') throw new Error(`nobody checks ${name}`)
    return new v.TypeParameter(Property.name, new v.ParameterValueType(parameter))
  })
  return new Property(given, type(value))
}

function lines(card) {
  const unfolded = card.replaceAll('\r\n ', '')
  return unfolded.split('\r\n').filter(line => !/^(BEGIN|VERSION|END|PRODID):|^$/.test(line)).sort()
}

const file = readFileSync(0, 'utf8')
for (const line of file.split('\r\n')) {
  if (Buffer.byteLength(line) > 75) throw new Error(`too long (section 3.2): ${line}`)
}
const cards = file.split(/(?<=^END:VCARD\r\n)/m)
const parsed = [v.parse(file)].flat()
if (cards.length !== parsed.length) throw new Error(`${cards.length} cards, ${parsed.length} read`)
parsed.forEach((card, number) => {
  if (!/^BEGIN:VCARD\r\nVERSION:4\.0\r\n/.test(cards[number])) throw new Error('no VERSION first')
  const written = lines(new v.VCARD(card.parsedVcard.map(anew)).repr())
  const read = lines(cards[number])
  if (written.join('\n') !== read.join('\n')) {
    throw new Error(`not as the library writes it:\n${read.join('\n')}\n---\n${written.join('\n')}`)
  }
})
console.log(cards.length)
