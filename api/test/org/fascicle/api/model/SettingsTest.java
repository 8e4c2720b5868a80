package org.fascicle.api.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fascicle.api.backend.Precision;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void eachCallAddsToACopy() {
        Settings all = Settings.defaults().backend("reference").precision(Precision.FLOAT64)
                .folder(Path.of("a")).folder(Path.of("b")).override("training.epochs", "3").override("training.seed", "7");
        assertEquals(Optional.of("reference"), all.backend());
        assertEquals(Optional.of(Precision.FLOAT64), all.precision());
        assertEquals(List.of(Path.of("a"), Path.of("b")), all.folders());
        assertEquals(List.of("training.epochs", "training.seed"), List.copyOf(all.overrides().keySet()));
        assertEquals(Map.of("training.epochs", "3", "training.seed", "7"), all.overrides());
        assertTrue(Settings.defaults().backend().isEmpty());
        assertTrue(Settings.defaults().folders().isEmpty());
        assertTrue(all.backend(null).backend().isEmpty());
        assertThrows(UnsupportedOperationException.class, () -> all.overrides().clear());
        assertThrows(UnsupportedOperationException.class, () -> all.folders().clear());
    }
}
