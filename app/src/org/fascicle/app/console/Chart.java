package org.fascicle.app.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A curve in characters: its title, the curve with the least and the greatest number beside it, and the ends of its axis below. */
public final class Chart {
    private static final int HEIGHT = 8;
    private static final int NARROWEST = 10;
    private static final char BRAILLE = '\u2800';
    /** The bits of a character's dots, from above; the left column's, then the right one's. */
    private static final int[][] DOTS = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

    private final String title;
    private final double[] numbers;
    private final String from;
    private final String to;

    /**
     * A chart.
     *
     * @param numbers at places that are equally far apart; gaps where one is not finite
     * @param from the first place
     * @param to the last place
     */
    public Chart(String title, double[] numbers, String from, String to) {
        this.title = title;
        this.numbers = numbers.clone();
        this.from = from;
        this.to = to;
    }

    /**
     * The lines, none wider than asked for unless that is too narrow for a curve.
     *
     * @param unicode whether there may be other characters than ASCII's: eight dots a character, else one
     */
    public List<String> lines(int width, boolean unicode) {
        double least = Arrays.stream(numbers).filter(Double::isFinite).min().orElse(0);
        double greatest = Arrays.stream(numbers).filter(Double::isFinite).max().orElse(0);
        String above = Numbers.setting(greatest);
        String below = Numbers.setting(least);
        int margin = Math.max(above.length(), below.length());
        int columns = Math.max(NARROWEST, width - margin - 2);
        String[] curve = unicode ? dots(columns, least, greatest) : stars(columns, least, greatest);
        List<String> lines = new ArrayList<>();
        lines.add(" ".repeat(margin + 2) + title);
        for (int row = 0; row < HEIGHT; row++) {
            boolean flat = least == greatest;
            String label = row == (flat ? HEIGHT / 2 : 0) ? above : row == HEIGHT - 1 && !flat ? below : "";
            lines.add(" ".repeat(margin - label.length()) + label + (unicode ? " │" : " |") + curve[row]);
        }
        int between = Math.max(1, columns - from.length() - to.length());
        lines.add(" ".repeat(margin + 2) + from + " ".repeat(between) + to);
        lines.replaceAll(String::stripTrailing);
        return lines;
    }

    /** The lines of two charts, beside each other. */
    public static List<String> beside(List<String> left, List<String> right, int width) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            lines.add(left.get(i) + " ".repeat(Math.max(1, width - left.get(i).length())) + right.get(i));
        }
        return lines;
    }

    private String[] stars(int columns, double least, double greatest) {
        boolean[][] marks = marks(columns, HEIGHT, least, greatest);
        String[] rows = new String[HEIGHT];
        for (int row = 0; row < HEIGHT; row++) {
            StringBuilder line = new StringBuilder();
            for (boolean mark : marks[row]) {
                line.append(mark ? '*' : ' ');
            }
            rows[row] = line.toString();
        }
        return rows;
    }

    private String[] dots(int columns, double least, double greatest) {
        int across = DOTS.length;
        int down = DOTS[0].length;
        boolean[][] marks = marks(columns * across, HEIGHT * down, least, greatest);
        String[] rows = new String[HEIGHT];
        for (int row = 0; row < HEIGHT; row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                int bits = 0;
                for (int x = 0; x < across; x++) {
                    for (int y = 0; y < down; y++) {
                        bits |= marks[row * down + y][column * across + x] ? DOTS[x][y] : 0;
                    }
                }
                line.append(bits == 0 ? ' ' : (char) (BRAILLE + bits));
            }
            rows[row] = line.toString();
        }
        return rows;
    }

    /** Where the curve goes, from one number to the next without a hole; what is equal everywhere lies in the middle. */
    private boolean[][] marks(int columns, int rows, double least, double greatest) {
        boolean[][] marks = new boolean[rows][columns];
        int before = -1;
        for (int column = 0; column < columns; column++) {
            double number = numbers[(int) ((long) column * (numbers.length - 1) / (columns - 1))];
            if (!Double.isFinite(number)) {
                before = -1;
                continue;
            }
            double depth = greatest > least ? (greatest - number) / (greatest - least) : 0.5;
            int row = (int) Math.round(depth * (rows - 1));
            marks[row][column] = true;
            for (int passed = Math.min(before, row) + 1; before >= 0 && passed < Math.max(before, row); passed++) {
                marks[passed][column] = true;
            }
            before = row;
        }
        return marks;
    }
}
