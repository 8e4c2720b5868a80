package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;

import org.fascicle.api.Fascicle;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.Imported;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.format.SafetensorsFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights by themselves go out of a model and into another one. */
class SafetensorsFormatTest {
    private final SafetensorsFormat format = new SafetensorsFormat();
    private final Fascicle fascicle = Fixture.fascicle(new Fixture.TestBackend("tests"));

    @TempDir
    Path folder;

    @Test
    void anotherModelComputesTheSameWithThem() {
        Path file = folder.resolve("weights.safetensors");
        try (Model first = model(3); Model second = model(4)) {
            format.write(first, file);
            float[] wanted = first.predict(Fixture.features(5), 5);
            assertTrue(!Arrays.equals(wanted, second.predict(Fixture.features(5), 5)));
            Imported read = format.read(file);
            assertEquals(first.tensors().keySet(), read.tensors().keySet());
            read.into(second);
            assertArrayEquals(wanted, second.predict(Fixture.features(5), 5));
        }
    }

    @Test
    void whatDoesNotFitLeavesTheModelAsItWas() {
        try (Model model = model(3)) {
            float[] before = model.predict(Fixture.features(5), 5);
            TreeMap<String, Imported.Numbers> tensors = new TreeMap<>();
            model.tensors().forEach((path, shape) -> tensors.put(path, Imported.Numbers.of(shape,
                    new double[Math.toIntExact(shape.size())])));
            String last = tensors.lastKey();
            tensors.put(last, Imported.Numbers.of(Shape.of(77), new double[77]));
            refused("w: at " + last + ": it has the shape [77], and the model's has ", tensors, model);
            Shape shape = model.tensors().get(last);
            double[] numbers = new double[Math.toIntExact(shape.size())];
            numbers[0] = Double.NaN;
            tensors.put(last, Imported.Numbers.of(shape, numbers));
            refused("w: at " + last + ": it holds NaN, which is no number", tensors, model);
            tensors.remove(last);
            refused("w: its tensors are not those of the model: ", tensors, model);
            assertArrayEquals(before, model.predict(Fixture.features(5), 5));
        }
    }

    @Test
    void damagedFilesAreRefusedOrHoldWhatFits() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        byte[] intact;
        try (Model model = model(3)) {
            format.write(model, file);
            intact = Files.readAllBytes(file);
            int header = Long.BYTES + ByteBuffer.wrap(intact).order(ByteOrder.LITTLE_ENDIAN).getInt();
            int refused = 0;
            for (int seed = 0; seed < 100; seed++) {
                Random random = new Random(seed);
                byte[] bytes = intact.clone();
                if (seed % 2 == 0) {
                    bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
                } else {
                    // In the header: numbers that are others are none that anybody could notice.
                    bytes[random.nextInt(header)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(file, bytes);
                try {
                    format.read(file).into(model);
                } catch (InputException e) {
                    assertTrue(e.getMessage().startsWith(file.toString()), "seed " + seed + ": " + e.getMessage());
                    refused++;
                }
            }
            assertTrue(refused >= 95, refused + " were refused");
        }
    }

    private static void refused(String message, TreeMap<String, Imported.Numbers> tensors, Model model) {
        InputException e = assertThrows(InputException.class, () -> Imported.weights("w", tensors).into(model));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    private Model model(int seed) {
        return fascicle.create(Fixture.undescribed("'input': [3]", "{'linear': {'units': 4}}, {'running': {}}, {'soft': {}}",
                "'training': {'seed': " + seed + "}"), Settings.defaults());
    }
}
