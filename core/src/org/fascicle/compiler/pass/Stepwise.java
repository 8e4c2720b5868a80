package org.fascicle.compiler.pass;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ScanLoop;
import org.fascicle.api.expr.ScanBody;
import org.fascicle.api.graph.Loop;
import org.fascicle.api.graph.Node;

/** What a loop reads step by step, and what of its results it may write over that. */
final class Stepwise {
    private Stepwise() {}

    /**
     * Whether a result of a loop may lie where an operand lies: it is stacked step by step, where the loop reads the operand step by step
     * and in no other way. A step reads all its slices before it writes.
     */
    static boolean replaces(Node result, Node operand) {
        if (result.op() != Primitives.SCAN || !operand.shape().equals(result.shape())) {
            return false;
        }
        ScanBody body = ScanLoop.body(result.attributes());
        int first = body.carries().size();
        int end = first + body.slices().size();
        for (int i = 0; i < result.operands().size(); i++) {
            if (result.operand(i) == operand && (i < first || i >= end)) {
                return false;
            }
        }
        return Loop.result(result) >= first && result.operands().contains(operand);
    }
}
