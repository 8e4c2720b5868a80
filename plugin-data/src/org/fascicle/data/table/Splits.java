package org.fascicle.data.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.fascicle.api.problem.Readable;

/** What a column says of rows: whether they are trained on, held back to validate with, or for the test. */
final class Splits {
    static final String WORDS = "Write train, valid or test; true and 1 are valid, false and 0 train";

    private final Map<String, Part> parts;
    private final TextColumn texts;

    private Splits(Map<String, Part> parts, TextColumn texts) {
        this.parts = parts;
        this.texts = texts;
    }

    /** What a row is for. */
    enum Part {
        TRAINING("train", "training", "false", "0"),
        VALIDATION("valid", "validation", "validate", "val", "true", "1"),
        TEST("test", "testing");

        private final List<String> words;

        Part(String... words) {
            this.words = List.of(words);
        }
    }

    /** What the cells of a column say. */
    static Splits of(Plan plan, int column, TextColumn texts) {
        Map<String, Part> parts = new HashMap<>();
        for (String text : texts.texts()) {
            String word = Categories.plain(text).toLowerCase(Locale.ROOT);
            Part part = Arrays.stream(Part.values()).filter(each -> each.words.contains(word)).findFirst()
                    .orElseThrow(() -> plan.problem(texts.line(text), column, "'" + Readable.quote(text)
                            + "' does not say what the row is for; the column has: " + Plan.listed(texts.texts()), WORDS));
            parts.put(text, part);
        }
        for (Part part : List.of(Part.TRAINING, Part.VALIDATION)) {
            if (!parts.containsValue(part)) {
                throw plan.problem(texts.line(texts.texts().get(0)), column, "no row of the column is "
                        + part.words.get(0) + "; the column has: " + Plan.listed(texts.texts()), WORDS);
            }
        }
        return new Splits(parts, texts);
    }

    /** The rows of a part, of so many. */
    int[] rows(Part part, int count) {
        return IntStream.range(0, count).filter(row -> parts.get(Objects.requireNonNull(texts.text(row))) == part).toArray();
    }
}
