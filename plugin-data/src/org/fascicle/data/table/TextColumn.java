package org.fascicle.data.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

/** A column of texts that occur again: each is kept once. Filled by one thread, then only read. */
final class TextColumn {
    private static final int BITS = 14;
    private static final int MASK = (1 << BITS) - 1;
    private static final int MISSING = -1;
    private static final int[] NONE = {};

    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private final List<int[]> chunks = new ArrayList<>();
    private int size;
    private long missingLine = -1;
    private int[] numbers = {};
    private int[][] sets = {};
    private int fill = MISSING;

    void add(String text, long line) {
        put(size++, code(text, line));
    }

    void addMissing(long line) {
        missingLine = missingLine < 0 ? line : missingLine;
        put(size++, MISSING);
    }

    private int code(String text, long line) {
        Integer known = codes.get(text);
        if (known != null) {
            return known;
        }
        codes.put(text, texts.size());
        texts.add(text);
        lines.add(line);
        return texts.size() - 1;
    }

    private void put(int row, int code) {
        if (row >> BITS == chunks.size()) {
            chunks.add(new int[MASK + 1]);
        }
        chunks.get(row >> BITS)[row & MASK] = code;
    }

    /** All texts that occur, in the order in which they came. */
    List<String> texts() {
        return texts;
    }

    /** Where a text stands first. */
    long line(String text) {
        return lines.get(Objects.requireNonNull(codes.get(text)));
    }

    boolean has(String text) {
        return codes.containsKey(text);
    }

    /** Where the first missing one stands; −1 if there is none. */
    long missingLine() {
        return missingLine;
    }

    /**
     * What occurs most often, the first by name of equals; null if all are missing.
     *
     * @param rows those that count; null for all
     */
    @Nullable
    String mostFrequent(@Nullable IntPredicate rows) {
        int[] counts = new int[texts.size()];
        for (int row = 0; row < size; row++) {
            int code = chunks.get(row >> BITS)[row & MASK];
            if (code != MISSING && (rows == null || rows.test(row))) {
                counts[code]++;
            }
        }
        int best = 0;
        for (int code = 1; code < counts.length; code++) {
            int more = counts[code] - counts[best];
            if (more > 0 || more == 0 && texts.get(code).compareTo(texts.get(best)) < 0) {
                best = code;
            }
        }
        return counts.length == 0 || counts[best] == 0 ? null : texts.get(best);
    }

    /** Gives each text its number. */
    void number(Map<String, Integer> byText) {
        numbers = new int[texts.size()];
        Arrays.setAll(numbers, code -> byText.get(texts.get(code)));
    }

    /** Gives each text the numbers of the categories that it names. */
    void sets(Map<String, int[]> byText) {
        sets = new int[texts.size()][];
        Arrays.setAll(sets, code -> byText.get(texts.get(code)));
    }

    /** The numbers of the categories of a row's text; none if it is missing. */
    int[] set(int row) {
        int code = chunks.get(row >> BITS)[row & MASK];
        return code == MISSING ? NONE : sets[code];
    }

    /** The text of a row; null if it is missing. */
    @Nullable
    String text(int row) {
        int code = chunks.get(row >> BITS)[row & MASK];
        return code == MISSING ? null : texts.get(code);
    }

    /** What stands for a missing one from now on. */
    void fill(int number) {
        fill = number;
    }

    /** The number of a row's text; −1 if it is missing and nothing stands for it. */
    int get(int row) {
        int code = chunks.get(row >> BITS)[row & MASK];
        return code == MISSING ? fill : numbers[code];
    }
}
