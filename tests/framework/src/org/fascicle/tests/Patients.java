package org.fascicle.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.model.Definition;

/** Networks for a doctor. */
final class Patients {
    private static final String DENSE = "[ { \"dense\": { \"units\": %s, \"activation\": \"relu\" } },"
            + " { \"dense\": { \"units\": %s, \"activation\": \"softmax\" } } ]";

    private Patients() {}

    static String layers(int count, String activation, String initializer, int units) {
        return IntStream.range(0, count).mapToObj(i -> "{ \"dense\": { \"units\": " + units + ", \"activation\": \"" + activation
                + "\", \"kernel_initializer\": " + initializer + " } }").collect(Collectors.joining(", "));
    }

    static Definition digits(String scale, String layers, String optimizer) {
        return network("{ \"digits\": { \"validation\": 300, \"scale\": \"" + scale + "\" } }",
                "[ { \"flatten\": {} }, " + layers + ", { \"dense\": { \"units\": 10, \"activation\": \"softmax\" } } ]",
                optimizer, 5, 20);
    }

    static Definition network(String data, String network, String optimizer, int seed, int epochs) {
        return Definition.text("{ \"fascicle\": 1, \"data\": " + data + ", \"network\": " + network
                + ", \"loss\": \"sparse_categorical_crossentropy\", \"optimizer\": " + optimizer
                + ", \"training\": { \"epochs\": " + epochs
                + ", \"batch_size\": 32, \"seed\": " + seed + " } }", PlatformTest.SOURCE);
    }

    private static Definition csv(Path folder, StringBuilder rows, int classes, int validation, String optimizer, int units,
            int epochs)
            throws IOException {
        Files.writeString(folder.resolve("rows.csv"), rows);
        return network("{ \"csv\": { \"file\": \"rows.csv\", \"label\": \"label\", \"classes\": " + classes + ", \"validation\": "
                + validation + ", \"scale\": \"standard\" } }", String.format(DENSE, units, classes), optimizer, 1, epochs)
                .in(folder);
    }

    /** A table of 900 rows of four numbers and a label, of three classes; the first number is the row's sign. */
    static Definition table(Path folder, IntFunction<Integer> label) throws IOException {
        Random random = new Random(3);
        StringBuilder rows = new StringBuilder("a,b,c,d,label\n");
        for (int i = 0; i < 900; i++) {
            double sign = random.nextGaussian();
            rows.append(sign).append(',').append(random.nextGaussian()).append(',').append(random.nextGaussian()).append(',')
                    .append(random.nextGaussian()).append(',').append(label.apply(sign < 0 ? -1 : 1)).append('\n');
        }
        return csv(folder, rows, 3, 200, "\"adam\"", 32, 20);
    }

    /** A table of 240 rows of ten numbers, the sign of whose first two numbers is the class: few for a layer of 256 units. */
    static Definition few(Path folder, IntUnaryOperator label) throws IOException {
        Random random = new Random(3);
        StringBuilder rows = new StringBuilder("a,b,c,d,e,f,g,h,i,j,label\n");
        for (int i = 0; i < 240; i++) {
            double sum = 0;
            for (int column = 0; column < 10; column++) {
                double number = random.nextGaussian();
                sum += column < 2 ? number : 0;
                rows.append(number).append(',');
            }
            rows.append(label.applyAsInt(sum < 0 ? 0 : 1)).append('\n');
        }
        return csv(folder, rows, 2, 120, "{ \"adam\": { \"learning_rate\": 0.01 } }", 256, 200);
    }

    /** A table of 900 rows of which 45 have a third class, and lie among those of the others. */
    static Definition rare(Path folder) throws IOException {
        Random random = new Random(3);
        StringBuilder rows = new StringBuilder("a,b,label\n");
        for (int i = 0; i < 900; i++) {
            boolean rare = i % 20 == 0;
            double first = random.nextGaussian();
            rows.append(first).append(',').append(random.nextGaussian() + (rare ? 1.5 : 0)).append(',')
                    .append(rare ? 2 : first < 0 ? 0 : 1).append('\n');
        }
        return csv(folder, rows, 3, 200, "\"adam\"", 32, 20);
    }
}
