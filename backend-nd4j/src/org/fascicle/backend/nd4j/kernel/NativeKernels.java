package org.fascicle.backend.nd4j.kernel;

import java.util.Map;

import org.bytedeco.javacpp.LongPointer;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.nd4j.natives.Call;
import org.fascicle.backend.nd4j.natives.Ref;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/** The elementwise operations that libnd4j does right and fast, with its numbers for them, in its version 1.0.0-M2.1. */
final class NativeKernels {
    private enum Family { SAME, STRICT, BOOL, ANY }

    /** A function of one operand. */
    private record Unary(Family family, int number) {}

    /** An operation of two: its number on two tensors, on a tensor and one number, on a matrix and a row or column; reversed. */
    private record Binary(int pair, int single, int singleReversed, int row, int rowReversed) {}

    private static final Map<String, Unary> UNARY = Map.of(
            "neg", new Unary(Family.SAME, 3),
            "abs", new Unary(Family.SAME, 0),
            "exp", new Unary(Family.STRICT, 23),
            "log", new Unary(Family.STRICT, 24),
            "sin", new Unary(Family.STRICT, 27),
            "cos", new Unary(Family.STRICT, 22),
            "erf", new Unary(Family.STRICT, 45),
            "not", new Unary(Family.BOOL, 7),
            "cast", new Unary(Family.ANY, 0));

    private static final Map<String, Binary> ARITHMETIC = Map.of(
            "add", new Binary(0, 0, 0, 0, 0),
            "sub", new Binary(6, 1, 5, 1, 5),
            "mul", new Binary(3, 2, 2, 2, 2),
            "div", new Binary(2, 3, 4, 3, 4),
            "pow", new Binary(4, 31, -1, -1, -1));

    private static final Map<String, Binary> COMPARISONS = Map.of(
            "gt", new Binary(1, 1, 2, 1, 2),
            "ge", new Binary(4, 4, 11, 4, 11),
            "eq", new Binary(0, 0, 0, 0, 0),
            "and", new Binary(7, -1, -1, -1, -1),
            "or", new Binary(8, -1, -1, -1, -1));

    private NativeKernels() {}

    static Call unary(Op op, Binding binding) {
        Nd4jCpu nd4j = binding.natives.ops;
        Unary unary = Kernels.entry(UNARY, op);
        Ref in = binding.in(op, 0);
        Ref out = binding.out(op);
        OpaqueDataBuffer x = in.data();
        OpaqueDataBuffer z = out.data();
        LongPointer xs = binding.flat(in);
        LongPointer zs = binding.flat(out);
        int number = unary.number;
        switch (unary.family) {
            case SAME:
                return run -> nd4j.execTransformSame(null, number, x, xs, null, z, zs, null, null);
            case STRICT:
                return run -> nd4j.execTransformStrict(null, number, x, xs, null, z, zs, null, null);
            case BOOL:
                return run -> nd4j.execTransformBool(null, number, x, xs, null, z, zs, null, null);
            default:
                return run -> nd4j.execTransformAny(null, number, x, xs, null, z, zs, null, null);
        }
    }

    static Call binary(Op op, Binding binding) {
        boolean compares = op.out.type() == Type.BOOL;
        Binary binary = Kernels.entry(compares ? COMPARISONS : ARITHMETIC, op);
        Repeat left = op.in.get(0).repeat();
        Repeat right = op.in.get(1).repeat();
        boolean reversed = left.kind != Repeat.Kind.FULL;
        Ref x = binding.in(op, reversed ? 1 : 0);
        Ref y = binding.in(op, reversed ? 0 : 1);
        Ref z = binding.out(op);
        if (!reversed && y.count == z.count) {
            return pair(binding, compares, binary.pair, x, y, z);
        } else if (y.count == 1) {
            return single(binding, compares, reversed ? binary.singleReversed : binary.single, x, y, z);
        } else if (y.count == z.count) {
            return pair(binding, compares, binary.pair, y, x, z);
        }
        boolean row = (reversed ? left : right).kind == Repeat.Kind.ROW;
        return lines(binding, compares, reversed ? binary.rowReversed : binary.row, new Ref[] {x, y, z}, row);
    }

    private static Call pair(Binding binding, boolean compares, int number, Ref xr, Ref yr, Ref zr) {
        Nd4jCpu nd4j = binding.natives.ops;
        OpaqueDataBuffer x = xr.data();
        OpaqueDataBuffer y = yr.data();
        OpaqueDataBuffer z = zr.data();
        LongPointer xs = binding.flat(xr);
        LongPointer ys = binding.flat(yr);
        LongPointer zs = binding.flat(zr);
        return compares
                ? run -> nd4j.execPairwiseTransformBool(null, number, x, xs, null, y, ys, null, z, zs, null, null)
                : run -> nd4j.execPairwiseTransform(null, number, x, xs, null, y, ys, null, z, zs, null, null);
    }

    private static Call single(Binding binding, boolean compares, int number, Ref xr, Ref yr, Ref zr) {
        Nd4jCpu nd4j = binding.natives.ops;
        OpaqueDataBuffer x = xr.data();
        OpaqueDataBuffer y = yr.data();
        OpaqueDataBuffer z = zr.data();
        LongPointer xs = binding.flat(xr);
        LongPointer ys = binding.single(yr);
        LongPointer zs = binding.flat(zr);
        return compares
                ? run -> nd4j.execScalarBool(null, number, x, xs, null, z, zs, null, y, ys, null, null)
                : run -> nd4j.execScalar(null, number, x, xs, null, z, zs, null, y, ys, null, null);
    }

    /** A matrix with one row for all its rows, or one number for each. */
    private static Call lines(Binding binding, boolean compares, int number, Ref[] refs, boolean row) {
        Nd4jCpu nd4j = binding.natives.ops;
        int n = row ? refs[1].count : refs[2].count / refs[1].count;
        int m = refs[2].count / n;
        OpaqueDataBuffer x = refs[0].data();
        OpaqueDataBuffer y = refs[1].data();
        OpaqueDataBuffer z = refs[2].data();
        LongPointer xs = binding.matrix(refs[0], m, n);
        LongPointer ys = binding.flat(refs[1]);
        LongPointer zs = binding.matrix(refs[2], m, n);
        OpaqueDataBuffer axis = binding.shapes.axis(row ? 1 : 0);
        LongPointer axisShape = binding.shapes.axisShape();
        return compares
                ? run -> nd4j.execBroadcastBool(null, number, x, xs, null, y, ys, null, z, zs, null, null, axis, axisShape, null)
                : run -> nd4j.execBroadcast(null, number, x, xs, null, y, ys, null, z, zs, null, axis, axisShape, null);
    }
}
