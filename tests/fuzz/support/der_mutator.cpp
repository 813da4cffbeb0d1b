// SPDX-License-Identifier: MPL-2.0
#include "der_mutator.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <random>
#include <span>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using Bytes = std::vector<std::uint8_t>;
using View = std::span<const std::uint8_t>;
using Random = std::minstd_rand;

struct Element {
  std::uint8_t tag = 0;
  Bytes prefix;  ///< of a BIT STRING with DER in it: the number of unused bits
  Bytes content;
  std::vector<Element> children;  ///< instead of content
};

constexpr int deepest = 20;
constexpr std::uint8_t bit_string = 0x03, octet_string = 0x04, constructed = 0x20;

std::optional<std::vector<Element>> read_all(View bytes, int depth);

/// Tag and length octets, and the length.
std::optional<std::pair<std::size_t, std::size_t>> read_header(View bytes) {
  if (bytes.size() < 2 || (bytes[0] & 0x1FU) == 0x1FU) return std::nullopt;
  if (bytes[1] < 0x80) return std::pair{std::size_t{2}, std::size_t{bytes[1]}};
  const std::size_t octets = bytes[1] & 0x7FU;
  if (octets == 0 || octets > 3 || bytes.size() < 2 + octets) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = 0; i < octets; ++i) length = length << 8 | bytes[2 + i];
  return std::pair{2 + octets, length};
}

Element element_of(std::uint8_t tag, View content, int depth) {
  Element element{tag, {}, {}, {}};
  const bool wraps_bits = tag == bit_string && content.size() > 2 && content[0] == 0;
  const bool may_hold = (tag & constructed) != 0 || tag == octet_string || wraps_bits;
  auto children =
      may_hold && !content.empty() ? read_all(content.subspan(wraps_bits ? 1 : 0), depth + 1) : std::nullopt;
  if (!children) {
    element.content.assign(content.begin(), content.end());
    return element;
  }
  if (wraps_bits) element.prefix = {0};
  element.children = *std::move(children);
  return element;
}

std::optional<std::vector<Element>> read_all(View bytes, int depth) {
  if (depth > deepest) return std::nullopt;
  std::vector<Element> elements;
  while (!bytes.empty()) {
    const auto header = read_header(bytes);
    if (!header || header->second > bytes.size() - header->first) return std::nullopt;
    elements.push_back(element_of(bytes[0], bytes.subspan(header->first, header->second), depth));
    bytes = bytes.subspan(header->first + header->second);
  }
  return elements;
}

void write(const std::vector<Element>& elements, Bytes& to);

void write(const Element& element, Bytes& to) {
  Bytes content = element.prefix;
  content.insert(content.end(), element.content.begin(), element.content.end());
  write(element.children, content);
  to.push_back(element.tag);
  const std::size_t length = content.size();
  const int octets = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
  if (octets > 0) to.push_back(static_cast<std::uint8_t>(0x80 | octets));
  for (int i = std::max(octets, 1) - 1; i >= 0; --i)
    to.push_back(static_cast<std::uint8_t>(length >> (8 * i)));
  to.insert(to.end(), content.begin(), content.end());
}

void write(const std::vector<Element>& elements, Bytes& to) {
  for (const auto& element : elements) write(element, to);
}

/// Where an element stands: its siblings and its place among them.
struct Place {
  std::vector<Element>* siblings;
  std::size_t index;
  Element& element() const { return (*siblings)[index]; }
};

void collect(std::vector<Element>& elements, std::vector<Place>& places) {
  for (std::size_t i = 0; i < elements.size(); ++i) {
    places.push_back({&elements, i});
    collect(elements[i].children, places);
  }
}

Place any_place(std::vector<Element>& elements, Random& random) {
  std::vector<Place> places;
  collect(elements, places);
  return places[random() % places.size()];
}

void change_content(Element& element) {
  if (!element.children.empty()) return;
  const std::size_t size = element.content.size();
  element.content.resize(size + 64);
  element.content.resize(LLVMFuzzerMutate(element.content.data(), size, element.content.size()));
}

void change_tag(Element& element, Random& random) {
  constexpr std::uint8_t tags[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0A, 0x0C, 0x13,
                                   0x14, 0x16, 0x17, 0x18, 0x1E, 0x30, 0x31, 0x80, 0x81,
                                   0x82, 0x86, 0x87, 0xA0, 0xA1, 0xA2, 0xA3, 0xA4};
  element.tag = random() % 4 == 0 ? static_cast<std::uint8_t>(random()) : tags[random() % sizeof tags];
}

void change(std::vector<Element>& elements, Random& random) {
  const Place place = any_place(elements, random);
  auto& siblings = *place.siblings;
  const auto at = siblings.begin() + static_cast<std::ptrdiff_t>(place.index);
  switch (random() % 9) {
    case 0:
      return change_tag(place.element(), random);
    case 1:
      siblings.erase(at);
      return;
    case 2:
      siblings.insert(at, Element(place.element()));
      return;
    case 3:
      std::swap(place.element(), siblings[random() % siblings.size()]);
      return;
    case 4: {
      const Element copy = any_place(elements, random).element();
      any_place(elements, random).element() = copy;
      return;
    }
    case 5:
      place.element().children.clear();
      place.element().content.clear();
      return;
    default:
      return change_content(place.element());
  }
}

/// The size of what was written; 0 if it does not fit.
std::size_t give_back(const std::vector<Element>& elements, std::uint8_t* data, std::size_t max_size) {
  Bytes bytes;
  write(elements, bytes);
  if (bytes.empty() || bytes.size() > max_size) return 0;
  std::memcpy(data, bytes.data(), bytes.size());
  return bytes.size();
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  Random random(seed);
  auto elements = read_all({data, size}, 0);
  if (!elements || elements->empty() || random() % 16 == 0) return LLVMFuzzerMutate(data, size, max_size);
  for (unsigned count = 1 + random() % 3; count > 0 && !elements->empty(); --count) change(*elements, random);
  const std::size_t written = give_back(*elements, data, max_size);
  return written != 0 ? written : LLVMFuzzerMutate(data, size, max_size);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size,
                                                 const std::uint8_t* second, std::size_t second_size,
                                                 std::uint8_t* out, std::size_t max_size, unsigned seed) {
  Random random(seed);
  auto to = read_all({first, first_size}, 0), from = read_all({second, second_size}, 0);
  if (!to || !from || to->empty() || from->empty()) return 0;
  any_place(*to, random).element() = any_place(*from, random).element();
  return give_back(*to, out, max_size);
}
