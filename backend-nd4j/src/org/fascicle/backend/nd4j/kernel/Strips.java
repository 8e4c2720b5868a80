package org.fascicle.backend.nd4j.kernel;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.nd4j.natives.Call;
import org.fascicle.backend.nd4j.natives.Ref;

/**
 * Runs of elementwise operations over great tensors, such as an optimizer's update of all parameters: they are carried out strip by
 * strip, so that what one operation writes is still in the cache when the next one reads it. The results are the same to the bit.
 */
final class Strips {
    /** The elements of a strip. */
    private static final int STRIP = 32768;

    private final Binding binding;
    private final List<Op> ops = new ArrayList<>();
    private int count;

    private Strips(Binding binding) {
        this.binding = binding;
    }

    /** How many operations, from one on and up to another, can be carried out strip by strip; 0 or 1 if it is not worth it. */
    static int length(Binding binding, List<Op> all, int from, int to) {
        Strips strips = new Strips(binding);
        int at = from;
        while (at < to && strips.takes(all.get(at))) {
            strips.ops.add(all.get(at++));
        }
        return at - from;
    }

    private boolean takes(Op op) {
        int size = binding.out(op).count;
        if (op.node.op().access() != Access.ELEMENTWISE || op.out.type() != Type.REAL || size < 2 * STRIP
                || count > 0 && size != count) {
            return false;
        }
        for (int i = 0; i < op.in.size(); i++) {
            int elements = binding.in(op, i).count;
            if (elements != 1 && elements != size || !isApart(binding.in(op, i), binding.out(op))) {
                return false;
            }
        }
        for (Op before : ops) {
            for (int i = 0; i < op.in.size(); i++) {
                if (!isApart(binding.out(before), binding.in(op, i))) {
                    return false;
                }
            }
            for (int i = 0; i < before.in.size(); i++) {
                if (!isApart(binding.in(before, i), binding.out(op))) {
                    return false;
                }
            }
            if (!isApart(binding.out(before), binding.out(op))) {
                return false;
            }
        }
        count = size;
        return true;
    }

    /** Whether two pieces of memory are the same or have nothing in common. */
    private static boolean isApart(Ref a, Ref b) {
        return a.address == b.address && a.byteCount() == b.byteCount()
                || a.address + a.byteCount() <= b.address || b.address + b.byteCount() <= a.address;
    }

    /** One call for all of some operations. */
    static Call bind(Binding binding, List<Op> ops) {
        int count = binding.out(ops.get(0)).count;
        List<Call> calls = new ArrayList<>();
        for (int at = 0; at < count; at += STRIP) {
            Binding strip = binding.strip(at, Math.min(STRIP, count - at));
            for (Op op : ops) {
                calls.add(Kernels.of(op).bind(op, strip));
            }
        }
        Call[] all = calls.toArray(new Call[0]);
        return run -> {
            for (Call call : all) {
                call.run(run);
            }
        };
    }
}
