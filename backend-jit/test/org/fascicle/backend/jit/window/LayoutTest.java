package org.fascicle.backend.jit.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.Targets;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Rooms;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lies under windows of all kinds, brought to other places. */
class LayoutTest {
    private final Random random = new Random(27);
    private final Scratch scratch = new Scratch();

    @ParameterizedTest
    @EnumSource
    void laysOutAndAddsUp(Target target) {
        Natives natives = Targets.natives(target);
        for (int turn = 0; turn < 100; turn++) {
            check(natives, Images.draw(random, turn % 2 == 0 ? 1 + random.nextInt(5) : 14 + random.nextInt(30)));
        }
    }

    private void check(Natives natives, Images images) {
        Sliding window = images.sliding(1);
        Layout layout = new Layout(natives, window);
        int[] image = Rooms.reals(random, window.imageSize(), true);
        Room field = Rooms.allocated(window.fieldSize);
        layout.fill(Rooms.atZero(image).block, 0, field.block, scratch);
        int[] filled = field(images, image, window);
        assertArrayEquals(filled, Rooms.content(field, window.fieldSize), "field: " + images);

        Room back = Rooms.unwritten(Type.REAL, image.length);
        layout.take(field.block, back.block, back.offset, scratch);
        assertArrayEquals(image, Rooms.content(back, image.length), "image: " + images);

        int from = random.nextInt(images.lines);
        int to = from + 1 + random.nextInt(images.lines - from);
        int size = (to - from) * images.columns * window.covered();
        Room matrix = Rooms.allocated(size);
        layout.gather(from, to, field.block, 0, matrix.block, scratch);
        int[] places = new int[size];
        for (int i = 0; i < size; i++) {
            places[i] = cell(images, window, from * images.columns * window.covered() + i);
        }
        int[] rows = new int[size];
        for (int i = 0; i < size; i++) {
            rows[i] = filled[places[i]];
        }
        assertArrayEquals(rows, Rooms.content(matrix, size), "rows: " + images);

        layout.scatter(from, to, matrix.block, field.block, 0, scratch);
        assertArrayEquals(Rooms.canonical(added(images, window, filled, rows, places)),
                Rooms.canonical(Rooms.content(field, window.fieldSize)), "sums: " + images);
    }

    private static int[] field(Images images, int[] image, Sliding window) {
        int[] field = new int[window.fieldSize];
        int row = images.width * images.channels;
        for (int i = 0; i < image.length; i++) {
            field[(i / row + images.low[0]) * window.fieldRow + images.low[1] * images.channels + i % row] = image[i];
        }
        return field;
    }

    /** Where in the field an element of the matrix [places, window's rows, window's columns, channels] lies. */
    private static int cell(Images images, Sliding window, int element) {
        int place = element / window.covered();
        int cell = element % window.covered() / images.channels;
        int row = images.row(place / images.columns, cell / images.extents[1]) + images.low[0];
        int at = images.at(place % images.columns, cell % images.extents[1]) + images.low[1];
        return row * window.fieldRow + at * images.channels + element % images.channels;
    }

    /** Line by line, and there piece by piece: first for all places. */
    private static int[] added(Images images, Sliding window, int[] field, int[] rows, int[] places) {
        int[] sums = field.clone();
        int ofLine = images.columns * window.covered();
        for (int line = 0; line < rows.length; line += ofLine) {
            for (int piece = 0; piece < window.covered(); piece += window.piece()) {
                for (int i = 0; i < ofLine; i++) {
                    int inPiece = i % window.covered() - piece;
                    if (inPiece >= 0 && inPiece < window.piece()) {
                        int at = places[line + i];
                        sums[at] = Float.floatToIntBits(Rooms.real(sums[at]) + Rooms.real(rows[line + i]));
                    }
                }
            }
        }
        return sums;
    }

    @ParameterizedTest
    @EnumSource
    void alignsWhatAColumnOfTheWindowSees(Target target) {
        Natives natives = Targets.natives(target);
        for (int turn = 0; turn < 60; turn++) {
            Images images = Images.draw(random, 1 + random.nextInt(40));
            Sliding window = images.sliding(1);
            int[] field = random.ints(window.fieldSize).toArray();
            Room from = Rooms.of(Type.REAL, field);
            Room to = Rooms.allocated(window.aligned());
            for (int windowColumn = 0; windowColumn < images.extents[1]; windowColumn++) {
                new Layout(natives, window).alignColumn(windowColumn, from.block, from.offset, to.block, scratch);
                int[] aligned = Rooms.content(to, window.aligned());
                for (int line = 0; line < images.lines; line++) {
                    for (int i = 0; i < images.extents[0] * images.columns * images.channels; i++) {
                        int row = i / (images.columns * images.channels);
                        int at = i % (images.columns * images.channels);
                        int element = ((line * images.columns + at / images.channels) * images.extents[0] * images.extents[1]
                                + row * images.extents[1] + windowColumn) * images.channels + i % images.channels;
                        assertEquals(field[cell(images, window, element)], aligned[window.startOfAligned(line, row) + at],
                                "line " + line + " of " + images);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void addsUpArraysInTheirOrder(Target target) {
        for (int size : new int[] {1, 100, 4096, 9000}) {
            for (int arrays : new int[] {1, 2, 16}) {
                int[] from = Rooms.reals(random, arrays * size, true);
                int[] expected = new int[size];
                for (int i = 0; i < size; i++) {
                    float sum = Rooms.real(from[i]);
                    for (int array = 1; array < arrays; array++) {
                        sum += Rooms.real(from[array * size + i]);
                    }
                    expected[i] = Float.floatToIntBits(sum);
                }
                Room to = Rooms.unwritten(Type.REAL, size);
                Rooms.run(new SumTask(Targets.natives(target), Rooms.of(Type.REAL, from), to, arrays, size));
                assertArrayEquals(expected, Rooms.canonical(Rooms.content(to, size)), arrays + " arrays of " + size);
            }
        }
    }
}
