package org.fascicle.format.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** Orders that Keras's map_graph gives, followed by hand. */
class LayerOrderTest {
    private final Map<String, List<String>> from = new LinkedHashMap<>();

    @Test
    void aChainIsAsItIs() {
        from.put("input", List.of());
        from.put("b", List.of("input"));
        from.put("a", List.of("b"));
        assertEquals(List.of("input", "b", "a"), new LayerOrder(from).of(List.of("a")));
    }

    @Test
    void aDeepNetworkNeedsNoDeepStack() {
        from.put("0", List.of());
        List<String> wanted = new ArrayList<>(List.of("0"));
        for (int i = 1; i < 20_000; i++) {
            from.put(Integer.toString(i), List.of(Integer.toString(i - 1)));
            wanted.add(Integer.toString(i));
        }
        assertEquals(wanted, new LayerOrder(from).of(List.of("19999")));
    }

    @Test
    void theLongestWayToAnOutputCounts() {
        from.put("wide", List.of());
        from.put("deep", List.of());
        from.put("hidden", List.of("flat"));
        from.put("flat", List.of("deep"));
        from.put("both", List.of("wide", "hidden"));
        from.put("class", List.of("both"));
        from.put("value", List.of("both", "wide"));
        assertEquals(List.of("deep", "flat", "wide", "hidden", "both", "class", "value"),
                new LayerOrder(from).of(List.of("class", "value")));
        assertEquals(List.of("deep", "flat", "wide", "hidden", "both", "value", "class"),
                new LayerOrder(from).of(List.of("value", "class")));
    }

    @Test
    void branchesOfOneLengthAreAsTheSearchMeetsThem() {
        from.put("input", List.of());
        from.put("left", List.of("input"));
        from.put("right", List.of("input"));
        from.put("sum", List.of("right", "left"));
        assertEquals(List.of("input", "right", "left", "sum"), new LayerOrder(from).of(List.of("sum")));
    }

    @Test
    void whatLeadsNowhereIsLeftOutUnlessItIsAnInput() {
        from.put("input", List.of());
        from.put("spare", List.of());
        from.put("lost", List.of("spare"));
        from.put("end", List.of("input"));
        assertEquals(List.of("input", "spare", "end"), new LayerOrder(from).of(List.of("end")));
    }
}
