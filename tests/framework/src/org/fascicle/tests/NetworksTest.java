package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks of the benchmarks, in their full size, on a few rows: on every backend, and from each backend to the next. */
@ComputesAlone
public class NetworksTest extends PlatformTest {
    private static final List<String> NETWORKS = List.of("mlp-nesterov", "bn-dropout", "deep-selu", "cnn");
    private static final int CUT = 3;
    private static final int STEPS = 5;
    private static final double ROUNDING = 2e-5;

    @TempDir
    Path folder;

    static Stream<Arguments> backendsAndNetworks() throws Exception {
        List<Arguments> all = new ArrayList<>();
        for (String backend : allBackends()) {
            NETWORKS.forEach(network -> all.add(Arguments.of(backend, network)));
        }
        return all.stream();
    }

    static Stream<Arguments> othersAndNetworks() throws Exception {
        return backendsAndNetworks().filter(arguments -> !arguments.get()[0].equals("reference"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("othersAndNetworks")
    void theReferenceComputesTheSame(String backend, String network) throws IOException {
        try (Model exact = create(text(network), few(oracle())); Model tried = create(text(network), few(on(backend)))) {
            trainTo(exact, STEPS);
            trainTo(tried, STEPS);
            Tensors.assertNear(weights(exact), weights(tried), ROUNDING, "", 0);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("othersAndNetworks")
    void aCutTrainingGoesOnToTheBit(String backend, String network) throws IOException {
        Path archive = folder.resolve("cut.fascicle");
        try (Model whole = create(text(network), few(on(backend))); Model first = create(text(network), few(on(backend)))) {
            Training uncut = trainTo(whole, STEPS);
            trainTo(first, CUT).save(archive);
            Training second = resume(archive, on(backend), Listen.stopAt(STEPS));
            try (Model resumed = second.model()) {
                Tensors.assertSameBits(tensors(uncut), tensors(second));
                Tensors.assertSameBits(weights(whole), weights(resumed));
            }
        }
    }

    static Stream<Arguments> backendsAndNext() throws Exception {
        List<String> all = new ArrayList<>(allBackends());
        all.remove("reference");
        List<Arguments> pairs = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < all.size(); j++) {
                if (i != j) {
                    pairs.add(Arguments.of(all.get(i), all.get(j)));
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest(name = "from {0} to {1}")
    @MethodSource("backendsAndNext")
    void aTrainingGoesOnOnAnotherBackendAndSaysSo(String from, String to) {
        Path archive = folder.resolve("cut.fascicle");
        try (Model whole = create(Models.NORMALIZED, on(from)); Model first = create(Models.NORMALIZED, on(from))) {
            trainTo(whole, STEPS);
            trainTo(first, CUT).save(archive);
            List<String> said = Collections.synchronizedList(new ArrayList<>());
            Training second = heard(said, () -> resume(archive, on(to), Listen.stopAt(STEPS)));
            try (Model resumed = second.model()) {
                assertEquals(to, resumed.backend());
                assertTrue(said.stream().anyMatch(line -> line.contains("results may differ in their last bits")
                        && line.contains("backend: " + from + " then, " + to + " now")), said.toString());
                assertEquals(STEPS, second.step());
                Tensors.assertNear(weights(whole), weights(resumed), ROUNDING, "", 0);
            }
        }
    }

    /** Calls something, and hears what the core logs meanwhile. */
    private static <T> T heard(List<String> said, Supplier<T> call) {
        Logger log = Logger.getLogger("org.fascicle.core.service");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(handler);
        try {
            return call.get();
        } finally {
            log.removeHandler(handler);
        }
    }

    private static String text(String network) throws IOException {
        return Files.readString(Path.of(context().getProperty("fascicle.tests.networks"), network + ".json"));
    }

    /** Few rows in small batches; the last batch of an epoch is partial. */
    private static Settings few(Settings settings) {
        return settings.override("data.random.rows", "15").override("training.batch_size", "4").override("training.epochs", "3");
    }
}
