package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import org.fascicle.api.technique.Kind;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.TechniqueRecord;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private static final TechniqueRecord ELU =
            new TechniqueRecord(Kind.ACTIVATION, "elu", "1.0.0", "fascicle.activation.elu", "0123456789abcdef");

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");

    @Test
    void nothingIsSaidWhereAllAgrees() {
        assertEquals(List.of(), Differences.between(archive("tests", backend.capabilities().record()), backend, List.of(ELU)));
    }

    @Test
    void anotherBackend() {
        assertEquals(List.of("backend: nd4j then, tests now"),
                Differences.between(archive("nd4j", Map.of("blas", "1")), backend, List.of(ELU)));
    }

    @Test
    void theSameBackendBuiltOtherwise() {
        assertEquals(List.of("tests blas: 1 then, null now", "tests mathematics: null then, StrictMath now"),
                Differences.between(archive("tests", Map.of("blas", "1")), backend, List.of(ELU)));
        assertEquals(List.of("tests mathematics: Math then, StrictMath now"),
                Differences.between(archive("tests", Map.of("mathematics", "Math")), backend, List.of(ELU)));
    }

    @Test
    void aTechniqueThatIsAnotherNow() {
        TechniqueRecord now = new TechniqueRecord(Kind.ACTIVATION, "elu", "1.0.0", "fascicle.activation.elu", "");
        TechniqueRecord unlike = new TechniqueRecord(Kind.LOSS, "elu", "1.0.0", "other", "");
        TechniqueRecord later = new TechniqueRecord(Kind.ACTIVATION, "elu", "1.0.1", "fascicle.activation.elu", "");
        assertEquals(List.of("activation elu: fascicle.activation.elu 1.0.0 (SHA-256 0123456789ab…) then, "
                + "fascicle.activation.elu 1.0.0 now"),
                Differences.between(archive("tests", backend.capabilities().record()), backend, List.of(now, unlike, later)));
    }

    private static Archive archive(String name, Map<String, String> record) {
        return new Archive.Builder("{}").backend(name, record).technique(ELU).build();
    }
}
