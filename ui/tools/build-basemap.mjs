// Builds the offline base map from the npm package "world-atlas" (Natural Earth, public domain).
// The source draws de-facto control and puts Crimea inside Russia; UNGA resolution 68/262 does not.  The ring that
// contains Simferopol is moved to Ukraine before anything is drawn, and the build fails if that did not work.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { feature, mergeArcs, quantize } from 'topojson-client';
import { topology } from 'topojson-server';
import { filter, filterWeight, presimplify, simplify } from 'topojson-simplify';
import { geoContains } from 'd3-geo';

const world = JSON.parse(readFileSync('node_modules/world-atlas/countries-50m.json', 'utf8'));
const countries = world.objects.countries.geometries;
const named = name => countries.find(country => country.properties.name === name);
const russia = named('Russia');
const ukraine = named('Ukraine');
const simferopol = [34.1, 44.95];

const polygons = country => (country.type === 'MultiPolygon' ? country.arcs : [country.arcs]);
const holds = (arcs, point) => geoContains(feature(world, { type: 'Polygon', arcs }), point);
const ring = polygons(russia).findIndex(arcs => holds(arcs, simferopol));
if (ring >= 0) {
  const crimea = polygons(russia)[ring];
  russia.arcs = polygons(russia).filter((_, i) => i !== ring);
  russia.type = 'MultiPolygon';
  const merged = mergeArcs(world, [ukraine, { type: 'Polygon', arcs: crimea }]);
  ukraine.type = merged.type;
  ukraine.arcs = merged.arcs;
}

// The assertion runs again on what is written, after simplifying.
export const inUkraine = [
  ['Simferopol', simferopol],
  ['Sevastopol', [33.6, 44.6]],
  ['Kerch', [36.4, 45.33]],
  ['Dzhankoi', [34.39, 45.71]],
  ['Donetsk', [37.8, 48.0]],
  ['Luhansk', [39.3, 48.57]],
  ['Mariupol', [37.5, 47.12]],
  ['Kherson', [32.62, 46.65]],
];
function assertBorders(where, ours, theirs) {
  for (const [city, point] of inUkraine)
    if (!geoContains(ours, point) || geoContains(theirs, point)) {
      console.error(`base map, ${where}: ${city} does not lie in Ukraine`);
      process.exit(1);
    }
}
assertBorders('source', feature(world, ukraine), feature(world, russia));

const kept = [
  'Ukraine', 'Russia', 'Belarus', 'Moldova', 'Poland', 'Romania', 'Hungary', 'Slovakia', 'Czechia', 'Lithuania', 'Latvia',
  'Estonia', 'Finland', 'Sweden', 'Norway', 'Bulgaria', 'Turkey', 'Georgia', 'Armenia', 'Azerbaijan', 'Kazakhstan', 'Serbia',
  'Greece', 'Germany', 'Austria', 'Iran', 'Uzbekistan', 'Turkmenistan', 'Mongolia', 'China', 'Kyrgyzstan', 'Tajikistan',
  'Macedonia', 'Kosovo', 'Bosnia and Herz.', 'Croatia', 'Slovenia', 'Montenegro', 'Albania', 'Syria', 'Iraq', 'Denmark',
  'Italy', 'Cyprus', 'N. Cyprus',
];
const collection = {
  type: 'FeatureCollection',
  features: countries
    .filter(country => kept.includes(country.properties.name))
    .map(country => ({
      type: 'Feature', id: country.id, properties: { n: country.properties.name }, geometry: feature(world, country).geometry,
    })),
};
let map = presimplify(topology({ countries: collection }, 2e4));
map = simplify(map, 1e-4);
map = quantize(filter(map, filterWeight(map, 1e-4)), 2e4);
const written = feature(map, map.objects.countries).features;
assertBorders('result', written.find(f => f.properties.n === 'Ukraine'), written.find(f => f.properties.n === 'Russia'));

mkdirSync('generated', { recursive: true });
const text = JSON.stringify(map);
writeFileSync('generated/base.json', text);
const kilobytes = bytes => (bytes / 1024).toFixed(1);
console.log(`base map: ${written.length} countries, ${kilobytes(text.length)} KB, ${kilobytes(gzipSync(text, { level: 9 }).length)} KB gzip`);
