package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackendChoiceTest {
    private static final String INSTALL =
            "Install a bundle that provides the service org.fascicle.api.backend.Backend; those that "
                    + "Fascicle ships lie in the folder 'bundles' of its installation, and are installed with --ours";

    private final Backend fast = new Fixture.TestBackend("nd4j", Precision.FLOAT32);
    private final Backend exact = new Fixture.TestBackend("reference");
    private final List<Backend> both = List.of(fast, exact);

    @Test
    void theFirstThatIsAbleUnlessOneIsNamed() {
        assertSame(fast, BackendChoice.choose(both, null, Precision.FLOAT32, null));
        assertSame(exact, BackendChoice.choose(both, null, Precision.FLOAT64, null));
        assertSame(exact, BackendChoice.choose(both, "reference", Precision.FLOAT32, null));
    }

    @Test
    void refusalsSayWhatThereIs() {
        refused("there is no backend 'nd4'; there are: nd4j, reference. Did you mean 'nd4j'?", both, "nd4", Precision.FLOAT32);
        refused("there is no backend 'cuda'; there are: nd4j, reference. " + INSTALL, both, "cuda", Precision.FLOAT32);
        refused("the backend 'nd4j' does not compute in float64. Take reference", both, "nd4j", Precision.FLOAT64);
        refused("the backend 'nd4j' does not compute in float64", List.of(fast), "nd4j", Precision.FLOAT64);
        refused("no backend that is installed computes in float64. " + INSTALL, List.of(fast), null, Precision.FLOAT64);
        refused("no backend is installed. " + INSTALL, List.of(), null, Precision.FLOAT32);
        refused("there is no backend 'nd4j': none is installed. " + INSTALL, List.of(), "nd4j", Precision.FLOAT32);
    }

    @Test
    void theBestBackendOrNoneIsMeantByMixedPrecision() {
        assertSame(exact, BackendChoice.choose(List.of(exact, fast), null, Precision.BFLOAT16, null));
        assertSame(exact, BackendChoice.choose(both, "reference", Precision.BFLOAT16, null));
        InputException refusal = assertThrows(InputException.class,
                () -> BackendChoice.choose(both, null, Precision.BFLOAT16, "model.json"));
        assertEquals(
                "model.json: at /training/precision: the backend 'nd4j' does not compute in bfloat16. That takes a processor with "
                        + "AVX512-BF16 or AMX, and a bundle with a library for it. Elsewhere write \"float32\"",
                refusal.getMessage());
    }

    @Test
    void aBackendWithoutADeviceSaysWhatItLookedFor() {
        Backend none = new Fixture.TestBackend("opencl") {
            @Override
            public Capabilities capabilities() {
                return Capabilities.of("none", 0, Set.of()).missing("there is no driver");
            }
        };
        assertSame(fast, BackendChoice.choose(List.of(none, fast), null, Precision.FLOAT32, null));
        refused("the backend 'opencl' has nothing to compute on: there is no driver. Take nd4j", List.of(fast, none), "opencl",
                Precision.FLOAT32);
    }

    @Test
    void whatRanksBehindTheOneThatIsTakenIsNotAsked() {
        Backend costly = new Fixture.TestBackend("opencl") {
            @Override
            public Capabilities capabilities() {
                throw new AssertionError("it would load a driver");
            }
        };
        List<Backend> all = List.of(fast, costly);
        assertSame(fast, BackendChoice.choose(all, null, Precision.FLOAT32, null));
        assertSame(fast, BackendChoice.choose(all, "nd4j", Precision.FLOAT32, null));
        assertEquals(true, BackendChoice.reason(fast, all, false).endsWith(". There are also: opencl"));
    }

    @Test
    void tf32TakesABackendThatHasIt() {
        String remedy = "That takes a card of NVIDIA's of compute capability 8.0 or newer, and cuBLASLt of its toolkit. "
                + "Elsewhere write \"float32\"";
        refused("no backend that is installed computes in tf32. " + remedy, List.of(fast), null, Precision.TF32);
        refused("the backend 'nd4j' does not compute in tf32. " + remedy, List.of(fast), "nd4j", Precision.TF32);
        Backend able = new Fixture.TestBackend("cuda") {
            @Override
            public Capabilities capabilities() {
                return Capabilities.of("a card", 1, Set.of(Precision.FLOAT32, Precision.TF32));
            }
        };
        assertSame(able, BackendChoice.choose(List.of(fast, able), null, Precision.TF32, null));
        assertEquals(Set.of(Precision.FLOAT32), able.capabilities().storages());
    }

    private static void refused(String message, List<Backend> backends, @Nullable String name, Precision precision) {
        assertEquals(message,
                assertThrows(InputException.class, () -> BackendChoice.choose(backends, name, precision, null)).getMessage());
    }
}
