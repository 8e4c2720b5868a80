package org.fascicle.backend.jit.kernel;

import java.util.List;

import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The pieces of a kernel's code that both forms share: loops, slots, numbers, what is computed and stored in one turn. */
abstract class Emitter implements Opcodes {
    /** Which elements of a turn are stored. */
    enum Storing {
        /** All. */
        ALL,
        /** The last ones: there is memory for all, and the first ones are there. */
        LAST,
        /** The first ones: the others have no place. */
        FIRST,
        /** All, into a strip: those that have no place are written over by the next row. */
        STRIP
    }

    static final String PACKAGE = "org/fascicle/backend/jit/kernel/";
    static final String SCRATCH = PACKAGE + "Scratch";
    static final String FRAME = PACKAGE + "Frame";
    private static final int AT = 2;
    static final int SCRATCH_LOCAL = 3;
    static final int OUTER_FROM = 4;
    static final int OUTER_TO = 5;
    static final int INNER_FROM = 6;
    private static final int INNER_TO = 7;
    static final int FIRST = 8;

    final Recipe recipe;
    private final List<Value> needed;
    private final int[] locals;
    final int[] arrays;
    final int[] positions;
    final int outer = 9;
    final int inner = 10;
    /** How many elements of the last turn have been stored by the turn before it. */
    private final int stored = 11;
    final Strips strips;
    private final RepeatedRows repeated;
    private int next;
    /** Of the method that is being written. */
    @SuppressWarnings("NullAway.Init")
    MethodVisitor code;

    Emitter(Recipe recipe) {
        this.recipe = recipe;
        this.needed = recipe.needed();
        this.locals = new int[recipe.body.values().size()];
        this.arrays = new int[recipe.slots.size()];
        this.positions = new int[recipe.slots.size()];
        this.strips = new Strips(this);
        this.repeated = new RepeatedRows(this);
    }

    /** How many elements one turn takes. */
    abstract int width();

    /** Leaves the value on the stack; its operands are in their locals. */
    abstract void compute(Value value);

    /** Turns the float or int on the stack into a value of all lanes. */
    abstract void spread(Lane lane);

    /** Leaves an array's elements, whose array and index are on the stack. */
    abstract void load(boolean isInt);

    /** Array, index and value are on the stack. */
    abstract void store(boolean isInt);

    /** Of two values on the stack leaves the first lanes of the lower one, as many as a local says, and the others of the upper one. */
    abstract void join(int count, boolean isInt);

    /** Puts aside a value on the stack that only partly has a place; pops it. */
    abstract void putAside(boolean isInt);

    abstract void loadLocal(Lane lane, int local);

    abstract void storeLocal(Lane lane, int local);

    /** Two float values on the stack become one. */
    abstract void combine(Op fold);

    int local() {
        return next++;
    }

    int localOf(Value value) {
        return locals[value.index];
    }

    /**
     * Pushes an operand. What is the same in all lanes is kept as a single number and spread where it is used: the compiler
     * moves that out of the loop, and would make an object of a vector that lives through several loops.
     */
    void push(Value value) {
        if (value.isConstant() || recipe.isInvariant(value)) {
            code.visitVarInsn(value.lane == Lane.INT ? ILOAD : FLOAD, localOf(value));
            spread(value.lane);
        } else {
            loadLocal(value.lane, localOf(value));
        }
    }

    /** Begins a method. */
    void begin() {
        next = stored + 1;
        for (int slot = 0; slot < arrays.length; slot++) {
            arrays[slot] = local();
            positions[slot] = local();
            loadArray(slot);
            code.visitVarInsn(ASTORE, arrays[slot]);
        }
        repeated.begin();
        for (Value value : needed) {
            locals[value.index] = local();
            if (value.isConstant()) {
                constant(value);
                code.visitVarInsn(value.lane == Lane.INT ? ISTORE : FSTORE, localOf(value));
            }
        }
    }

    private void loadArray(int slot) {
        if (recipe.slots.get(slot).repeats) {
            repeated.loadArray(slot);
            return;
        }
        boolean isInt = recipe.slots.get(slot).isInt;
        frame(isInt ? "ints" : "floats", isInt ? "[[I" : "[[F");
        push(slot);
        code.visitInsn(AALOAD);
    }

    private void constant(Value value) {
        boolean isInt = value.lane == Lane.INT;
        if (value.op == Op.NUMBER) {
            frame(isInt ? "integers" : "numbers", isInt ? "[I" : "[F");
            push(value.argument);
            code.visitInsn(isInt ? IALOAD : FALOAD);
        } else if (isInt) {
            push(value.argument);
        } else {
            code.visitLdcInsn(Float.intBitsToFloat(value.argument));
        }
    }

    /** Runs turns of so many elements of the inner loop while there are enough. */
    void innerLoop(int step, Runnable turn) {
        Label top = new Label();
        Label end = new Label();
        code.visitLabel(top);
        code.visitVarInsn(ILOAD, inner);
        code.visitVarInsn(ILOAD, INNER_TO);
        push(step);
        code.visitInsn(ISUB);
        code.visitJumpInsn(IF_ICMPGT, end);
        turn.run();
        code.visitIincInsn(inner, step);
        code.visitJumpInsn(GOTO, top);
        code.visitLabel(end);
    }

    /** Goes through the inner loop's whole turns, or through what is left of it. */
    void turn(Storing storing, Runnable turn) {
        if (storing == Storing.ALL) {
            set(inner, INNER_FROM);
            repeated.place();
            innerLoop(width(), () -> {
                turn.run();
                repeated.advance();
            });
            return;
        }
        if (storing == Storing.LAST) {
            push(width());
            pushLength();
            push(width() - 1);
            code.visitInsn(IAND);
            code.visitInsn(ISUB);
            code.visitVarInsn(ISTORE, stored);
            code.visitVarInsn(ILOAD, INNER_TO);
            push(width());
            code.visitInsn(ISUB);
            code.visitVarInsn(ISTORE, inner);
        } else {
            set(inner, INNER_FROM);
        }
        repeated.place();
        turn.run();
    }

    /** Pushes how many elements the inner loop goes through. */
    void pushLength() {
        code.visitVarInsn(ILOAD, INNER_TO);
        code.visitVarInsn(ILOAD, INNER_FROM);
        code.visitInsn(ISUB);
    }

    /** Jumps if the inner loop's index, plus so many elements, is not before its end. */
    void unlessInside(int ahead, Label target) {
        code.visitVarInsn(ILOAD, inner);
        push(ahead);
        code.visitInsn(IADD);
        code.visitVarInsn(ILOAD, INNER_TO);
        code.visitJumpInsn(IF_ICMPGE, target);
    }

    /** Pushes how many elements are left. */
    void pushLeft() {
        code.visitVarInsn(ILOAD, INNER_TO);
        code.visitVarInsn(ILOAD, inner);
        code.visitInsn(ISUB);
    }

    /** Pushes the index of the inner loop. */
    void pushInner() {
        code.visitVarInsn(ILOAD, inner);
        code.visitVarInsn(ILOAD, INNER_FROM);
        code.visitInsn(ISUB);
    }

    void advance(int elements) {
        code.visitIincInsn(inner, elements);
    }

    void loop(int index, int from, int to, Runnable turn) {
        Label top = new Label();
        Label end = new Label();
        set(index, from);
        code.visitLabel(top);
        code.visitVarInsn(ILOAD, index);
        code.visitVarInsn(ILOAD, to);
        code.visitJumpInsn(IF_ICMPGE, end);
        turn.run();
        code.visitIincInsn(index, 1);
        code.visitJumpInsn(GOTO, top);
        code.visitLabel(end);
    }

    void set(int local, int from) {
        code.visitVarInsn(ILOAD, from);
        code.visitVarInsn(ISTORE, local);
    }

    void placeSlots() {
        for (int slot = 0; slot < arrays.length; slot++) {
            pushPosition(slot, outer);
            code.visitVarInsn(ISTORE, positions[slot]);
        }
    }

    /** Pushes the index of a slot's element at a turn of the outer loop, at inner 0. */
    void pushPosition(int slot, int turn) {
        atOf(slot);
        code.visitVarInsn(ILOAD, turn);
        pushApart(slot);
        code.visitInsn(IMUL);
        code.visitInsn(IADD);
    }

    /** Pushes how far apart a slot's turns of the outer loop are. */
    void pushApart(int slot) {
        frame("outer", "[I");
        push(slot);
        code.visitInsn(IALOAD);
    }

    void loadInvariants() {
        for (Value value : needed) {
            if (recipe.isInvariant(value)) {
                code.visitVarInsn(ALOAD, arrays[value.argument]);
                code.visitVarInsn(ILOAD, positions[value.argument]);
                code.visitInsn(value.lane == Lane.INT ? IALOAD : FALOAD);
                code.visitVarInsn(value.lane == Lane.INT ? ISTORE : FSTORE, localOf(value));
            }
        }
    }

    void computeAll() {
        for (Value value : needed) {
            if (value.isConstant() || recipe.isInvariant(value)) {
                continue;
            }
            if (value.op == Op.INPUT) {
                address(value.argument);
                load(value.lane == Lane.INT);
            } else {
                compute(value);
            }
            storeLocal(value.lane, localOf(value));
        }
    }

    void storeAll(Storing storing) {
        for (Recipe.Store store : recipe.stores) {
            store(store.slot, storing, () -> push(store.value));
        }
    }

    void storeLocalTo(int local, int slot, Storing storing) {
        store(slot, storing, () -> loadLocal(Lane.FLOAT, local));
    }

    private void store(int slot, Storing storing, Runnable value) {
        boolean isInt = recipe.slots.get(slot).isInt;
        if (storing == Storing.FIRST) {
            value.run();
            putAside(isInt);
            spill(slot, isInt);
            return;
        }
        if (storing == Storing.STRIP) {
            strips.address(slot);
            value.run();
            store(isInt);
            return;
        }
        address(slot);
        if (storing == Storing.LAST) {
            address(slot);
            load(isInt);
            value.run();
            join(stored, isInt);
        } else {
            value.run();
        }
        store(isInt);
    }

    private void spill(int slot, boolean isInt) {
        code.visitVarInsn(ALOAD, SCRATCH_LOCAL);
        address(slot);
        pushLeft();
        code.visitMethodInsn(INVOKEVIRTUAL, SCRATCH, "spill", isInt ? "([III)V" : "([FII)V", false);
    }

    /** Pushes a slot's array and the index of the present element. */
    void address(int slot) {
        code.visitVarInsn(ALOAD, arrays[slot]);
        if (recipe.slots.get(slot).repeats) {
            repeated.loadPlace();
            return;
        }
        code.visitVarInsn(ILOAD, positions[slot]);
        if (recipe.slots.get(slot).moves) {
            code.visitVarInsn(ILOAD, inner);
            code.visitInsn(IADD);
        }
    }

    void atOf(int slot) {
        code.visitVarInsn(ALOAD, AT);
        push(slot);
        code.visitInsn(IALOAD);
    }

    void frame(String field, String descriptor) {
        code.visitVarInsn(ALOAD, 1);
        code.visitFieldInsn(GETFIELD, FRAME, field, descriptor);
    }

    void number(float number) {
        code.visitLdcInsn(number);
    }

    void push(int number) {
        if (number >= -1 && number <= 5) {
            code.visitInsn(ICONST_0 + number);
        } else if (number >= Short.MIN_VALUE && number <= Short.MAX_VALUE) {
            code.visitIntInsn(SIPUSH, number);
        } else {
            code.visitLdcInsn(number);
        }
    }
}
