package org.fascicle.backend.gpu.kernel;

import java.util.List;

import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

/**
 * Decides whether a run is accepted, before the first kernel that asks: its guard is true, and the caller has heard of all that were refused
 * before. A workspace's state has their number, and then a word whose lowest byte, the first, is what other kernels ask for.
 */
public final class Decision {
    private static final Node STATE = new Graph.Builder().add(Expressions.constant(0, Type.UINT32), List.of(), "the state");

    private Decision() {}

    /** What stands for the state among the tensors that kernels are handed. */
    public static Node state() {
        return STATE;
    }

    static Part of(Node guard, Places places) {
        List<String> body = List.of("if (group == 0 && THREAD_X == 0) {",
                "    const bool accepted = a0[p.at] != 0 && a1[0] == frame[" + Frame.REPORTED + "];",
                "    a1[1] = accepted ? 1u : 0u;",
                "    a1[0] += accepted ? 0u : 1u;",
                "}");
        return new Part("decide", "the guard", "", List.of("int guard;", "int at;"), List.of(guard, STATE), 0, body,
                List.of(-1, places.offset(guard)), 1, List.of(guard, STATE), List.of(STATE));
    }
}
