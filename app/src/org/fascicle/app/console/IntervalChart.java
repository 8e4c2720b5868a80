package org.fascicle.app.console;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.problem.Readable;

/** A line for each of some numbers: where it lies between the least and the greatest of all, and its deviation. For one thread. */
public final class IntervalChart {
    private static final String GAP = "  ";
    private static final int NARROWEST = 20;
    private static final int LONGEST_NAME = 40;

    private final List<String> names = new ArrayList<>();
    private final List<double[]> numbers = new ArrayList<>();

    /** Adds a line. */
    public void add(String name, double mean, double deviation) {
        String text = Readable.text(name);
        names.add(text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME - 1) + "…" : text);
        double around = Double.isFinite(deviation) ? deviation : 0;
        numbers.add(new double[] {mean - around, mean, mean + around});
    }

    /** Prints them above an axis; nothing if there are none. */
    public void print(PrintStream out, int width) {
        if (names.isEmpty()) {
            return;
        }
        int first = names.stream().mapToInt(String::length).max().getAsInt();
        int columns = Math.max(NARROWEST, width - 1 - first - GAP.length());
        double least = numbers.stream().mapToDouble(each -> each[0]).min().getAsDouble();
        double greatest = numbers.stream().mapToDouble(each -> each[2]).max().getAsDouble();
        for (int i = 0; i < names.size(); i++) {
            char[] line = " ".repeat(columns).toCharArray();
            int[] at = new int[3];
            for (int j = 0; j < at.length; j++) {
                double share = greatest > least ? (numbers.get(i)[j] - least) / (greatest - least) : 0.5;
                at[j] = (int) Math.round(share * (columns - 1));
            }
            for (int j = at[0]; j <= at[2]; j++) {
                line[j] = j == at[1] ? 'o' : j == at[0] || j == at[2] ? '|' : '-';
            }
            out.println((names.get(i) + " ".repeat(first - names.get(i).length()) + GAP + new String(line)).stripTrailing());
        }
        String left = Numbers.metric(least);
        String right = Numbers.metric(greatest);
        out.println(" ".repeat(first) + GAP + left + " ".repeat(Math.max(1, columns - left.length() - right.length())) + right);
    }
}
