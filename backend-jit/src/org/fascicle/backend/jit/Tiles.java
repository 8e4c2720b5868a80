package org.fascicle.backend.jit;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of {@link VectorGemm}: a tile of C of so many rows and vectors. Row i of the tile is the sum over p
 * of a[ao + i · ai + p · ap] times the vectors at b[bo + p · bp]; it is put at c[co + i · ldc], or added to what is there.
 * Written out, because the compiler keeps vectors in registers only within what it takes as one method.
 */
final class Tiles {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();

    private Tiles() {}

    static void eightByTwo(int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] c, int co, int ldc, boolean adds) {
        FloatVector zero = FloatVector.zero(S);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        FloatVector c40 = zero;
        FloatVector c41 = zero;
        FloatVector c50 = zero;
        FloatVector c51 = zero;
        FloatVector c60 = zero;
        FloatVector c61 = zero;
        FloatVector c70 = zero;
        FloatVector c71 = zero;
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        int a4 = a3 + ai;
        int a5 = a4 + ai;
        int a6 = a5 + ai;
        int a7 = a6 + ai;
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
            FloatVector b1 = FloatVector.fromArray(S, b, bq + L);
            FloatVector x = FloatVector.broadcast(S, a[ao + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(S, a[a1 + q]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(S, a[a2 + q]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(S, a[a3 + q]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            x = FloatVector.broadcast(S, a[a4 + q]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            x = FloatVector.broadcast(S, a[a5 + q]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            x = FloatVector.broadcast(S, a[a6 + q]);
            c60 = x.fma(b0, c60);
            c61 = x.fma(b1, c61);
            x = FloatVector.broadcast(S, a[a7 + q]);
            c70 = x.fma(b0, c70);
            c71 = x.fma(b1, c71);
        }
        int r1 = co + ldc;
        int r2 = r1 + ldc;
        int r3 = r2 + ldc;
        int r4 = r3 + ldc;
        int r5 = r4 + ldc;
        int r6 = r5 + ldc;
        int r7 = r6 + ldc;
        if (adds) {
            c00 = FloatVector.fromArray(S, c, co).add(c00);
            c01 = FloatVector.fromArray(S, c, co + L).add(c01);
            c10 = FloatVector.fromArray(S, c, r1).add(c10);
            c11 = FloatVector.fromArray(S, c, r1 + L).add(c11);
            c20 = FloatVector.fromArray(S, c, r2).add(c20);
            c21 = FloatVector.fromArray(S, c, r2 + L).add(c21);
            c30 = FloatVector.fromArray(S, c, r3).add(c30);
            c31 = FloatVector.fromArray(S, c, r3 + L).add(c31);
            c40 = FloatVector.fromArray(S, c, r4).add(c40);
            c41 = FloatVector.fromArray(S, c, r4 + L).add(c41);
            c50 = FloatVector.fromArray(S, c, r5).add(c50);
            c51 = FloatVector.fromArray(S, c, r5 + L).add(c51);
            c60 = FloatVector.fromArray(S, c, r6).add(c60);
            c61 = FloatVector.fromArray(S, c, r6 + L).add(c61);
            c70 = FloatVector.fromArray(S, c, r7).add(c70);
            c71 = FloatVector.fromArray(S, c, r7 + L).add(c71);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c10.intoArray(c, r1);
        c11.intoArray(c, r1 + L);
        c20.intoArray(c, r2);
        c21.intoArray(c, r2 + L);
        c30.intoArray(c, r3);
        c31.intoArray(c, r3 + L);
        c40.intoArray(c, r4);
        c41.intoArray(c, r4 + L);
        c50.intoArray(c, r5);
        c51.intoArray(c, r5 + L);
        c60.intoArray(c, r6);
        c61.intoArray(c, r6 + L);
        c70.intoArray(c, r7);
        c71.intoArray(c, r7 + L);
    }

    static void fourByTwo(int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] c, int co, int ldc, boolean adds) {
        FloatVector zero = FloatVector.zero(S);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c10 = zero;
        FloatVector c11 = zero;
        FloatVector c20 = zero;
        FloatVector c21 = zero;
        FloatVector c30 = zero;
        FloatVector c31 = zero;
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
            FloatVector b1 = FloatVector.fromArray(S, b, bq + L);
            FloatVector x = FloatVector.broadcast(S, a[ao + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(S, a[a1 + q]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(S, a[a2 + q]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(S, a[a3 + q]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
        }
        int r1 = co + ldc;
        int r2 = r1 + ldc;
        int r3 = r2 + ldc;
        if (adds) {
            c00 = FloatVector.fromArray(S, c, co).add(c00);
            c01 = FloatVector.fromArray(S, c, co + L).add(c01);
            c10 = FloatVector.fromArray(S, c, r1).add(c10);
            c11 = FloatVector.fromArray(S, c, r1 + L).add(c11);
            c20 = FloatVector.fromArray(S, c, r2).add(c20);
            c21 = FloatVector.fromArray(S, c, r2 + L).add(c21);
            c30 = FloatVector.fromArray(S, c, r3).add(c30);
            c31 = FloatVector.fromArray(S, c, r3 + L).add(c31);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c10.intoArray(c, r1);
        c11.intoArray(c, r1 + L);
        c20.intoArray(c, r2);
        c21.intoArray(c, r2 + L);
        c30.intoArray(c, r3);
        c31.intoArray(c, r3 + L);
    }

    static void eightByOne(int depth, float[] a, int ao, int ai, int ap, float[] b, int bo, int bp,
            float[] c, int co, int ldc, boolean adds) {
        FloatVector zero = FloatVector.zero(S);
        FloatVector c00 = zero;
        FloatVector c10 = zero;
        FloatVector c20 = zero;
        FloatVector c30 = zero;
        FloatVector c40 = zero;
        FloatVector c50 = zero;
        FloatVector c60 = zero;
        FloatVector c70 = zero;
        int a1 = ao + ai;
        int a2 = a1 + ai;
        int a3 = a2 + ai;
        int a4 = a3 + ai;
        int a5 = a4 + ai;
        int a6 = a5 + ai;
        int a7 = a6 + ai;
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
            c00 = FloatVector.broadcast(S, a[ao + q]).fma(b0, c00);
            c10 = FloatVector.broadcast(S, a[a1 + q]).fma(b0, c10);
            c20 = FloatVector.broadcast(S, a[a2 + q]).fma(b0, c20);
            c30 = FloatVector.broadcast(S, a[a3 + q]).fma(b0, c30);
            c40 = FloatVector.broadcast(S, a[a4 + q]).fma(b0, c40);
            c50 = FloatVector.broadcast(S, a[a5 + q]).fma(b0, c50);
            c60 = FloatVector.broadcast(S, a[a6 + q]).fma(b0, c60);
            c70 = FloatVector.broadcast(S, a[a7 + q]).fma(b0, c70);
        }
        int r1 = co + ldc;
        int r2 = r1 + ldc;
        int r3 = r2 + ldc;
        int r4 = r3 + ldc;
        int r5 = r4 + ldc;
        int r6 = r5 + ldc;
        int r7 = r6 + ldc;
        if (adds) {
            c00 = FloatVector.fromArray(S, c, co).add(c00);
            c10 = FloatVector.fromArray(S, c, r1).add(c10);
            c20 = FloatVector.fromArray(S, c, r2).add(c20);
            c30 = FloatVector.fromArray(S, c, r3).add(c30);
            c40 = FloatVector.fromArray(S, c, r4).add(c40);
            c50 = FloatVector.fromArray(S, c, r5).add(c50);
            c60 = FloatVector.fromArray(S, c, r6).add(c60);
            c70 = FloatVector.fromArray(S, c, r7).add(c70);
        }
        c00.intoArray(c, co);
        c10.intoArray(c, r1);
        c20.intoArray(c, r2);
        c30.intoArray(c, r3);
        c40.intoArray(c, r4);
        c50.intoArray(c, r5);
        c60.intoArray(c, r6);
        c70.intoArray(c, r7);
    }

    static void oneByTwo(int depth, float[] a, int ao, int ap, float[] b, int bo, int bp,
            float[] c, int co, boolean adds) {
        FloatVector zero = FloatVector.zero(S);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
            FloatVector b1 = FloatVector.fromArray(S, b, bq + L);
            FloatVector x = FloatVector.broadcast(S, a[ao + q]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
        }
        if (adds) {
            c00 = FloatVector.fromArray(S, c, co).add(c00);
            c01 = FloatVector.fromArray(S, c, co + L).add(c01);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
    }

    static void oneByOne(int depth, float[] a, int ao, int ap, float[] b, int bo, int bp,
            float[] c, int co, boolean adds) {
        FloatVector zero = FloatVector.zero(S);
        FloatVector c00 = zero;
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector b0 = FloatVector.fromArray(S, b, bq);
            c00 = FloatVector.broadcast(S, a[ao + q]).fma(b0, c00);
        }
        if (adds) {
            c00 = FloatVector.fromArray(S, c, co).add(c00);
        }
        c00.intoArray(c, co);
    }

    /** One row alone: eight vectors, so that no addition waits for the one before it. */
    static void oneByEight(int depth, float[] a, int ao, int ap, float[] b, int bo, int bp,
            float[] c, int co, boolean adds) {
        FloatVector zero = FloatVector.zero(S);
        FloatVector c00 = zero;
        FloatVector c01 = zero;
        FloatVector c02 = zero;
        FloatVector c03 = zero;
        FloatVector c04 = zero;
        FloatVector c05 = zero;
        FloatVector c06 = zero;
        FloatVector c07 = zero;
        int bq = bo;
        for (int p = 0, q = 0; p < depth; p++, q += ap, bq += bp) {
            FloatVector x = FloatVector.broadcast(S, a[ao + q]);
            c00 = x.fma(FloatVector.fromArray(S, b, bq), c00);
            c01 = x.fma(FloatVector.fromArray(S, b, bq + L), c01);
            c02 = x.fma(FloatVector.fromArray(S, b, bq + 2 * L), c02);
            c03 = x.fma(FloatVector.fromArray(S, b, bq + 3 * L), c03);
            c04 = x.fma(FloatVector.fromArray(S, b, bq + 4 * L), c04);
            c05 = x.fma(FloatVector.fromArray(S, b, bq + 5 * L), c05);
            c06 = x.fma(FloatVector.fromArray(S, b, bq + 6 * L), c06);
            c07 = x.fma(FloatVector.fromArray(S, b, bq + 7 * L), c07);
        }
        if (adds) {
            c00 = FloatVector.fromArray(S, c, co).add(c00);
            c01 = FloatVector.fromArray(S, c, co + L).add(c01);
            c02 = FloatVector.fromArray(S, c, co + 2 * L).add(c02);
            c03 = FloatVector.fromArray(S, c, co + 3 * L).add(c03);
            c04 = FloatVector.fromArray(S, c, co + 4 * L).add(c04);
            c05 = FloatVector.fromArray(S, c, co + 5 * L).add(c05);
            c06 = FloatVector.fromArray(S, c, co + 6 * L).add(c06);
            c07 = FloatVector.fromArray(S, c, co + 7 * L).add(c07);
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + L);
        c02.intoArray(c, co + 2 * L);
        c03.intoArray(c, co + 3 * L);
        c04.intoArray(c, co + 4 * L);
        c05.intoArray(c, co + 5 * L);
        c06.intoArray(c, co + 6 * L);
        c07.intoArray(c, co + 7 * L);
    }
}
