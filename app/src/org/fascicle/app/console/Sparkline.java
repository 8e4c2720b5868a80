package org.fascicle.app.console;

/** A row of numbers as a row of characters, each as high as its number. */
public final class Sparkline {
    private static final String BLOCKS = "▁▂▃▄▅▆▇█";
    private static final String ASCII = "_.:-=+*#";

    private Sparkline() {}

    /**
     * The characters of some numbers. Where there are more numbers than places, each place has the mean of its share of them. A number
     * that is not finite leaves its place empty.
     *
     * @param least the number of the lowest character
     * @param greatest the number of the highest
     * @param width how many characters there may be, at least 1
     * @param unicode whether there may be others than ASCII's
     */
    public static String of(double[] numbers, double least, double greatest, int width, boolean unicode) {
        String heights = unicode ? BLOCKS : ASCII;
        int places = Math.min(numbers.length, width);
        StringBuilder line = new StringBuilder();
        for (int place = 0; place < places; place++) {
            double number = mean(numbers, (int) ((long) place * numbers.length / places),
                    (int) ((long) (place + 1) * numbers.length / places));
            if (Double.isFinite(number)) {
                double height = greatest > least ? (number - least) / (greatest - least) : 0;
                line.append(heights.charAt((int) Math.min(heights.length() - 1, Math.max(0, height * heights.length()))));
            } else {
                line.append(' ');
            }
        }
        return line.toString();
    }

    private static double mean(double[] numbers, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += numbers[i];
        }
        return sum / (to - from);
    }
}
