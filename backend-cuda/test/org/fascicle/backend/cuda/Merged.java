package org.fascicle.backend.cuda;

import java.util.LinkedHashMap;
import java.util.Map;

import org.fascicle.api.graph.Graph;

/** The kernels of several graphs as one text. */
final class Merged {
    private final Map<String, String> sources = new LinkedHashMap<>();

    CudaSources add(Graph graph, int rows) {
        CudaSources added = CudaSources.of(graph, rows);
        added.launches().forEach(launch -> sources.put(launch.name, launch.source));
        return added;
    }

    String text() {
        return CudaSources.resource("prelude.cu") + CudaSources.resource("fixed.cu") + String.join("\n", sources.values());
    }
}
