package org.dsd4j.datasets.captions;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dsd4j.io.json.JsonCursor;
import org.dsd4j.text.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Karpathy's JSON: {@code images}, each with {@code filename}, {@code split}, perhaps {@code
 * filepath}, and {@code sentences}, each with {@code tokens} or else {@code raw}. Other fields are
 * ignored. Each distinct token is stored once.
 */
final class CaptionReader {
  /**
   * One picture's entry.
   *
   * @param folder the picture's folder according to the file; empty if not given
   */
  record CaptionEntry(
      String folder, String name, CaptionSplit split, List<List<String>> captions) {}

  private final JsonCursor json;
  private final Tokenizer tokenizer;
  private final Map<String, String> known = new HashMap<>();
  private final List<CaptionEntry> entries = new ArrayList<>();
  private boolean hasImages;

  CaptionReader(JsonCursor json, Tokenizer tokenizer) {
    this.json = json;
    this.tokenizer = tokenizer;
  }

  /** All entries of the document at the cursor. */
  List<CaptionEntry> read() throws IOException {
    json.object(
        field -> {
          if (field.equals("images")) {
            hasImages = true;
            json.array(() -> entries.add(new Fields().read()));
          } else {
            json.skip();
          }
        });
    if (!hasImages || entries.isEmpty()) {
      throw json.wrong("a field images with at least one", hasImages ? "an empty one" : "no such");
    }
    return entries;
  }

  /** The fields of the entry being read. */
  private final class Fields {
    private @Nullable String folder;
    private @Nullable String name;
    private @Nullable CaptionSplit split;
    private final List<List<String>> captions = new ArrayList<>();

    CaptionEntry read() throws IOException {
      json.object(
          field -> {
            switch (field) {
              case "filename" -> name = json.text();
              case "filepath" -> folder = json.textOrNull();
              case "split" -> split = split();
              case "sentences" -> json.array(() -> captions.add(sentence()));
              default -> json.skip();
            }
          });
      if (name == null || split == null || captions.isEmpty()) {
        throw json.wrong(
            "a picture with filename, split and sentences",
            String.format(
                Locale.ROOT,
                "filename %s, split %s and %d sentences",
                name,
                split == null ? null : split.text(),
                captions.size()));
      }
      return new CaptionEntry(folder == null ? "" : folder, name, split, captions);
    }

    private CaptionSplit split() throws IOException {
      String text = json.text();
      @Nullable CaptionSplit found = CaptionSplit.of(text).orElse(null);
      if (found == null) {
        throw json.wrong("train, restval, val or test");
      }
      return found;
    }

    private List<String> sentence() throws IOException {
      List<String> tokens = new ArrayList<>();
      String[] raw = new String[1];
      boolean[] hasTokens = new boolean[1];
      json.object(
          field -> {
            switch (field) {
              case "tokens" -> {
                hasTokens[0] = true;
                json.array(() -> tokens.add(once(json.text())));
              }
              case "raw" -> raw[0] = json.text();
              default -> json.skip();
            }
          });
      if (hasTokens[0]) {
        return tokens;
      }
      if (raw[0] == null) {
        throw json.wrong("a sentence with tokens or raw", "neither");
      }
      return tokenizer.tokens(raw[0]).stream().map(CaptionReader.this::once).toList();
    }
  }

  private String once(String token) {
    return known.computeIfAbsent(token, text -> text);
  }
}
