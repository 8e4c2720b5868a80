package org.fascicle.format.tensorboard;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.fascicle.format.protobuf.Message;

/** The values of a step, each under a name. */
final class Summaries {
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE = 2;
    private static final int HISTOGRAM = 5;
    private static final int TENSOR = 8;
    private static final int METADATA = 9;
    private static final int STRING = 7;
    /** As many as Keras's callback makes. */
    private static final int BUCKETS = 30;

    private final Message summary = new Message();
    private final long step;

    Summaries(long step) {
        this.step = step;
    }

    boolean isEmpty() {
        return summary.size() == 0;
    }

    Message event() {
        return EventFile.event(step).message(SUMMARY, summary);
    }

    /** Adds a number, as binary32. */
    Summaries number(String tag, double value) {
        summary.message(VALUE, new Message().text(TAG, tag).single(SIMPLE, (float) value));
        return this;
    }

    /** Adds a text in Markdown. */
    Summaries text(String tag, String markdown) {
        Message plugin = new Message().text(1, "text");
        Message tensor = new Message().number(1, STRING).message(2, new Message().message(2, new Message().number(1, 1)))
                .bytes(8, markdown.getBytes(StandardCharsets.UTF_8));
        summary.message(VALUE, new Message().text(TAG, tag).message(METADATA, new Message().message(1, plugin))
                .message(TENSOR, tensor));
        return this;
    }

    /** Adds how numbers are distributed, in buckets of equal width; those that are not finite are left out. Nothing, if there are none. */
    Summaries distribution(String tag, double[] numbers) {
        double[] finite = Arrays.stream(numbers).filter(Double::isFinite).toArray();
        if (finite.length == 0) {
            return this;
        }
        double least = Double.POSITIVE_INFINITY;
        double greatest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        for (double number : finite) {
            least = Math.min(least, number);
            greatest = Math.max(greatest, number);
            sum += number;
            squares += number * number;
        }
        int buckets = least == greatest ? 1 : BUCKETS;
        double width = (greatest - least) / buckets;
        double[] counts = new double[buckets];
        for (double number : finite) {
            counts[width > 0 ? (int) Math.min(buckets - 1, (number - least) / width) : 0]++;
        }
        double[] limits = new double[buckets];
        for (int i = 0; i < buckets; i++) {
            limits[i] = i == buckets - 1 ? greatest : least + (i + 1) * width;
        }
        Message histogram = new Message().real(1, least).real(2, greatest).real(3, finite.length).real(4, sum).real(5, squares)
                .reals(6, limits).reals(7, counts);
        summary.message(VALUE, new Message().text(TAG, tag).message(HISTOGRAM, histogram));
        return this;
    }
}
