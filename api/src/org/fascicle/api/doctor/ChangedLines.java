package org.fascicle.api.doctor;

import java.util.ArrayList;
import java.util.List;

/** The lines in which two model files differ. */
public final class ChangedLines {
    private ChangedLines() {}

    /**
     * The lines that are not in both texts, without the blanks around them.
     *
     * @param before JSON in many lines, as {@link org.fascicle.api.Fascicle#json} writes it
     * @param after the same, changed
     * @return in the order of the texts: {@code - } before a line that goes, {@code + } before one that comes
     */
    public static List<String> of(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> fresh = after.lines().toList();
        List<String> lines = new ArrayList<>();
        int at = 0;
        for (String line : old) {
            int next = fresh.subList(at, fresh.size()).indexOf(line);
            if (next < 0) {
                lines.add("- " + line.strip());
                continue;
            }
            fresh.subList(at, at + next).forEach(added -> lines.add("+ " + added.strip()));
            at += next + 1;
        }
        fresh.subList(at, fresh.size()).forEach(added -> lines.add("+ " + added.strip()));
        return lines;
    }
}
