package org.fascicle.api.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Finds what somebody probably meant by a misspelt name. */
public final class Nearest {
    private Nearest() {}

    /** "Did you mean 'elu'?", if a candidate is near enough; else null. */
    public static @Nullable String hint(String name, Collection<String> candidates) {
        return find(name, candidates).map(near -> "Did you mean '" + near + "'?").orElse(null);
    }

    /** The candidate with the smallest edit distance, if it is at most a third of the name's length (at least 1). */
    public static Optional<String> find(String name, Collection<String> candidates) {
        int limit = Math.max(1, (name.length() + 1) / 3);
        return candidates.stream()
                .filter(c -> Math.abs(c.length() - name.length()) <= limit && distance(name, c) <= limit)
                .min(Comparator.comparingInt((String c) -> distance(name, c)).thenComparing(c -> c));
    }

    // Damerau's optimal string alignment: insert, delete, replace, and swap of neighbours cost 1.
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = row;
        }
        return last[b.length()];
    }
}
