package org.fascicle.api.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The lines in which two model files differ. */
public final class ChangedLines {
    private static final Pattern BRACKETS = Pattern.compile("[-+] [{}\\[\\]]*");

    private ChangedLines() {}

    /**
     * The lines that are not in both texts, without the blanks around them and the commas behind them; lines that are nothing but brackets
     * are left out. A change that stands in several places one after the other is written once, and then how often it stands.
     *
     * @param before JSON in many lines, as {@link org.fascicle.api.Fascicle#json} writes it
     * @param after the same, changed
     * @return in the order of the texts: {@code - } before a line that goes, {@code + } before one that comes
     */
    public static List<String> of(String before, String after) {
        List<String> lines = new ArrayList<>();
        List<String> last = List.of();
        int times = 0;
        for (List<String> change : changes(stripped(before), stripped(after))) {
            if (change.equals(last)) {
                times++;
                continue;
            }
            repeat(lines, times);
            lines.addAll(change);
            last = change;
            times = 0;
        }
        repeat(lines, times);
        return lines;
    }

    private static List<String> stripped(String text) {
        return text.lines().map(String::strip).map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line)
                .toList();
    }

    private static void repeat(List<String> lines, int times) {
        if (times > 0) {
            lines.add("(and the same in " + times + (times == 1 ? " more place)" : " more places)"));
        }
    }

    /** What lies between lines that both have: the longest such sequence is kept. */
    private static List<List<String>> changes(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j)) ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<List<String>> changes = new ArrayList<>();
        List<String> change = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                changes.add(change);
                change = new ArrayList<>();
                i++;
                j++;
            } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
                change.add("- " + before.get(i++));
            } else {
                change.add("+ " + after.get(j++));
            }
        }
        changes.add(change);
        changes.forEach(each -> each.removeIf(line -> BRACKETS.matcher(line).matches()));
        changes.removeIf(List::isEmpty);
        return changes;
    }
}
