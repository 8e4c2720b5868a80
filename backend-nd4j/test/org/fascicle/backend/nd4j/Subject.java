package org.fascicle.backend.nd4j;

import java.util.List;
import java.util.Map;

/** The backend that these tests share: its native library is loaded once. */
final class Subject {
    private static Nd4jBackend nd4j;

    private Subject() {}

    static synchronized Nd4jBackend nd4j() {
        if (nd4j == null) {
            nd4j = new Nd4jBackend(Map.of());
        }
        return nd4j;
    }

    static List<List<Nd4jBackend>> families() {
        return List.of(List.of(nd4j()));
    }
}
