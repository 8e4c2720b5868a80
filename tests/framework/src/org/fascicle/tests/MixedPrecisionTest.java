package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.model.Summary;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;

/** Products of bfloat16, and the library that computes them, as it comes and goes. */
public class MixedPrecisionTest extends PlatformTest {
    private static final String LIBRARY = "fascicle.gemm.onednn";
    private static final int STEPS = 12;
    private static final int MORE_STEPS = 40;
    /** Sums are added up in another order, so that now and then a number is rounded the other way. */
    private static final double OTHER_ORDER = 2e-2;
    private static final double ONE_POINT = 0.01;
    private static final int COLLECTIONS = 100;
    private static final long PAUSE = 30;
    private static final String MIXED = Models.with(Models.NORMALIZED, "\"seed\": 7", "\"seed\": 7, \"precision\": \"bfloat16\"");

    @TempDir
    Path folder;

    private static Backend jit() throws Exception {
        return context().getService(context().getServiceReferences(Backend.class, "(name=jit)").iterator().next());
    }

    private static boolean isMixed() throws Exception {
        return jit().capabilities().precisions().contains(Precision.BFLOAT16);
    }

    private static Bundle library() {
        return Stream.of(context().getBundles()).filter(bundle -> LIBRARY.equals(bundle.getSymbolicName())).findFirst()
                .orElseThrow();
    }

    private static void awaitMixed() throws Exception {
        backends();
        for (int i = 0; i < COLLECTIONS && !isMixed(); i++) {
            Thread.sleep(PAUSE);
        }
        assumeTrue(isMixed(), "the processor has no products of bfloat16");
    }

    @Test
    void theReferenceLearnsAsWell() {
        assertEquals(accuracy(on("reference").precision(Precision.FLOAT32)), accuracy(on("reference")), ONE_POINT);
    }

    private double accuracy(Settings settings) {
        try (Model network = create(MIXED, settings)) {
            train(network);
            return evaluate(network, trainingRows(network)).get("accuracy");
        }
    }

    @Test
    void theFastBackendComputesWhatTheReferenceDoes() throws Exception {
        awaitMixed();
        try (Model exact = create(MIXED, on("reference")); Model network = create(MIXED, on("jit"))) {
            trainTo(exact, STEPS);
            trainTo(network, STEPS);
            Tensors.assertNear(weights(exact), weights(network), OTHER_ORDER, "", 0);
            assertTrue(accuracy(on("reference")) - accuracy(on("jit")) < ONE_POINT);
        }
    }

    @Test
    void theSummaryShowsWhatIsRounded() {
        try (Model single = create(Models.NORMALIZED, on("reference")); Model mixed = create(MIXED, on("reference"))) {
            assertEquals(List.of(), fascicle.train(single).summary().casts());
            List<Summary.Cast> casts = fascicle.train(mixed).summary().casts();
            assertTrue(casts.stream().anyMatch(cast -> cast.tensor().equals("dense/kernel") && cast.format().equals("bfloat16")
                    && cast.readers().contains("matmul of dense")), casts.size() + " casts");
        }
    }

    @Test
    void whereItIsNotFastItIsRefusedWithItsPlace() throws Exception {
        awaitMixed();
        library().stop();
        try {
            assertRefused(SOURCE, () -> attempt(MIXED, Settings.defaults()), "/training/precision",
                    "'jit' does not compute in bfloat16",
                    "AVX512-BF16", "a bundle with a library for it");
            assertRefused(SOURCE, () -> attempt(MIXED, on("nd4j")), "/training/precision", "'nd4j' does not compute in bfloat16");
        } finally {
            library().start();
        }
        awaitMixed();
    }

    @Test
    void theSameBitsWhenResumed() throws Exception {
        awaitMixed();
        Path archive = folder.resolve("half.fascicle");
        try (Model whole = create(MIXED, on("jit"))) {
            trainTo(whole, STEPS);
            try (Model half = create(MIXED, on("jit"))) {
                trainTo(half, STEPS / 2).save(archive);
            }
            try (Model rest = resume(archive, on("jit"), Listen.stopAt(STEPS)).model()) {
                Tensors.assertSameBits(weights(whole), weights(rest));
            }
        }
        assertTrue(jit().capabilities().record().get("gemm").contains("oneDNN"), jit().capabilities().record().toString());
    }

    /** While a training goes on, the library's bundle is stopped, started and updated; its old class loader becomes garbage. */
    @Test
    void theLibraryIsUpdatedWhileANetworkTrains() throws Exception {
        awaitMixed();
        Map<String, double[]> undisturbed;
        try (Model network = create(MIXED, on("jit"))) {
            trainTo(network, STEPS);
            undisturbed = weights(network);
        }
        Disturbance disturbance = new Disturbance();
        try (Model network = create(MIXED, on("jit"))) {
            train(network, disturbance);
            Tensors.assertNear(undisturbed, weights(network), OTHER_ORDER, "", 0);
            for (int i = 0; i < COLLECTIONS && disturbance.old.get() != null; i++) {
                System.gc();
                Thread.sleep(PAUSE);
                if (i < MORE_STEPS) {
                    // A thread that waits may wait within code that was compiled for the old library: it has to go on.
                    trainTo(network, 1);
                }
            }
            assertNull(disturbance.old.get(), "something still holds the old library's class loader");
        }
        assertEquals(List.of(true, false, true), disturbance.seen);
    }

    private static final class Disturbance implements TrainingListener {
        final WeakReference<ClassLoader> old = new WeakReference<>(library().adapt(BundleWiring.class).getClassLoader());
        List<Boolean> seen;
        private final boolean[] mixed = new boolean[3];

        @Override
        public void stepped(Progress progress) {
            int third = STEPS / 3;
            try {
                if (progress.step() == third) {
                    mixed[0] = isMixed();
                    library().stop();
                } else if (progress.step() == 2 * third) {
                    mixed[1] = isMixed();
                    update();
                    awaitMixed();
                } else if (progress.step() == STEPS) {
                    mixed[2] = isMixed();
                    seen = List.of(mixed[0], mixed[1], mixed[2]);
                    progress.stop();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static void update() throws BundleException, InterruptedException {
            Bundle library = library();
            library.update();
            Guest.refresh(List.of(library));
            library.start();
        }
    }
}
