package org.fascicle.backend.nd4j.kernel;

import java.nio.IntBuffer;

import org.fascicle.api.expr.Philox;
import org.fascicle.backend.nd4j.natives.Call;

/** Random bits, drawn in Java straight into their memory. */
final class RandomKernel {
    private RandomKernel() {}

    static Call bind(Op op, Binding binding) {
        int hash = Philox.hash(op.node.attributes().text("path"));
        int draw = op.node.attributes().integer("draw");
        int shift = 32 - op.node.attributes().integer("bits");
        IntBuffer z = binding.out(op).ints();
        int count = binding.out(op).count;
        return run -> {
            int[] words = run.words;
            for (int at = 0; at < count; at += 4) {
                Philox.words(run.seed, at >> 2, run.step, hash, draw, words);
                int n = Math.min(4, count - at);
                for (int i = 0; i < n; i++) {
                    z.put(at + i, words[i] >>> shift);
                }
            }
        };
    }
}
