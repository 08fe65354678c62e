// Names on the map, in both languages: places that everybody knows, so that one finds one's way.  [longitude, latitude].
export interface MapName { at: [number, number]; uk: string; en: string; from: number }

export const countries: MapName[] = [
  { at: [31.4, 49.2], uk: 'УКРАЇНА', en: 'UKRAINE', from: 0 }, { at: [28, 52.9], uk: 'БІЛОРУСЬ', en: 'BELARUS', from: 0 },
  { at: [42, 52.6], uk: 'РОСІЯ', en: 'RUSSIA', from: 0 }, { at: [20, 52], uk: 'ПОЛЬЩА', en: 'POLAND', from: 0 },
  { at: [24.6, 45.7], uk: 'РУМУНІЯ', en: 'ROMANIA', from: 0 }, { at: [34.3, 40.2], uk: 'ТУРЕЧЧИНА', en: 'TÜRKIYE', from: 0 },
  { at: [43.4, 42.2], uk: 'ГРУЗІЯ', en: 'GEORGIA', from: 0 }, { at: [28.6, 47.4], uk: 'МОЛДОВА', en: 'MOLDOVA', from: 2 },
];

export const cities: MapName[] = [
  { at: [30.52, 50.45], uk: 'Київ', en: 'Kyiv', from: 0 }, { at: [36.23, 49.99], uk: 'Харків', en: 'Kharkiv', from: 1.3 },
  { at: [30.73, 46.48], uk: 'Одеса', en: 'Odesa', from: 1 }, { at: [35.05, 48.46], uk: 'Дніпро', en: 'Dnipro', from: 1.6 },
  { at: [37.8, 48], uk: 'Донецьк', en: 'Donetsk', from: 1 }, { at: [39.31, 48.57], uk: 'Луганськ', en: 'Luhansk', from: 1.3 },
  { at: [24.03, 49.84], uk: 'Львів', en: 'Lviv', from: 0 }, { at: [34.1, 44.95], uk: 'Сімферополь', en: 'Simferopol', from: 0 },
  { at: [37.54, 47.1], uk: 'Маріуполь', en: 'Mariupol', from: 2 }, { at: [27.56, 53.9], uk: 'Мінськ', en: 'Minsk', from: 0 },
  { at: [37.62, 55.75], uk: 'Москва', en: 'Moscow', from: 0 }, { at: [39.7, 47.23], uk: 'Ростов-на-Дону', en: 'Rostov-on-Don', from: 1 },
  { at: [45.69, 43.32], uk: 'Грозний', en: 'Grozny', from: 0 }, { at: [44.5, 48.71], uk: 'Волгоград', en: 'Volgograd', from: 1 },
  { at: [39.2, 51.66], uk: 'Воронеж', en: 'Voronezh', from: 1 }, { at: [28.86, 47.01], uk: 'Кишинів', en: 'Chișinău', from: 2 },
];
