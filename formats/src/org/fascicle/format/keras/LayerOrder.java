package org.fascicle.format.keras;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order that Keras gives the layers of a functional model, whatever order its file has: by the longest way to an output, and layers of
 * one such length as a search from the outputs meets them. Weights and slots are numbered in it. Used once.
 */
final class LayerOrder {
    /** By layer, the layers that it reads. */
    private final Map<String, List<String>> from;
    private final Map<String, Integer> met = new LinkedHashMap<>();
    private final List<String> finished = new ArrayList<>();

    LayerOrder(Map<String, List<String>> from) {
        this.from = from;
    }

    /** The layers from which an output can be reached, and all inputs. */
    List<String> of(List<String> outputs) {
        outputs.forEach(this::meet);
        Map<String, Integer> depths = new HashMap<>();
        for (int i = finished.size() - 1; i >= 0; i--) {
            int depth = depths.computeIfAbsent(finished.get(i), any -> 0);
            sources(finished.get(i)).forEach(source -> depths.merge(source, depth + 1, Math::max));
        }
        List<String> order = new ArrayList<>(from.keySet());
        order.removeIf(name -> !met.containsKey(name) && !sources(name).isEmpty());
        order.sort(Comparator.comparingInt((String name) -> -depths.getOrDefault(name, 0))
                .thenComparingInt(name -> met.getOrDefault(name, -1)));
        return order;
    }

    // Without recursion, since a network may be deeper than a stack.
    private void meet(String output) {
        Deque<Open> open = new ArrayDeque<>();
        begin(output, open);
        while (!open.isEmpty()) {
            Open last = open.getLast();
            if (last.sources().hasNext()) {
                begin(last.sources().next(), open);
            } else {
                finished.add(open.removeLast().name());
            }
        }
    }

    private void begin(String name, Deque<Open> open) {
        if (!met.containsKey(name)) {
            met.put(name, met.size());
            open.add(new Open(name, sources(name).iterator()));
        }
    }

    /** A layer whose sources are being met. */
    private record Open(String name, Iterator<String> sources) {}

    private List<String> sources(String name) {
        return from.getOrDefault(name, List.of());
    }
}
