package org.fascicle.backend.jit;

import static org.objectweb.asm.Opcodes.*;

import java.util.List;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Writes the class of a recipe. The loops are here; what one value takes is the form's business. Used once. */
abstract class Renderer {
    static final String PACKAGE = "org/fascicle/backend/jit/";
    static final String SCRATCH = PACKAGE + "Scratch";
    private static final String FRAME = PACKAGE + "Frame";
    private static final String DESCRIPTOR = "(L" + FRAME + ";[IL" + SCRATCH + ";IIIIZ)V";
    private static final int AT = 2;
    static final int SCRATCH_LOCAL = 3;
    private static final int OUTER_FROM = 4;
    private static final int OUTER_TO = 5;
    private static final int INNER_FROM = 6;
    private static final int INNER_TO = 7;
    private static final int FIRST = 8;

    final Recipe recipe;
    private final List<Value> needed;
    private final int[] locals;
    private final int[] arrays;
    private final int[] positions;
    private final int outer = 9;
    private final int inner = 10;
    private int next = 11;
    MethodVisitor code;

    Renderer(Recipe recipe) {
        this.recipe = recipe;
        this.needed = recipe.needed();
        this.locals = new int[recipe.body.values().size()];
        this.arrays = new int[recipe.slots.size()];
        this.positions = new int[recipe.slots.size()];
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
    abstract void store(Value value, boolean isInt);

    /** Puts aside a value on the stack that only partly has a place; pops it. */
    abstract void putAside(boolean isInt);

    abstract void loadLocal(Lane lane, int local);

    abstract void storeLocal(Lane lane, int local);

    /** Two float values on the stack become one. */
    abstract void combine(Op fold);

    /** The class. */
    byte[] render() {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                return "java/lang/Object";
            }
        };
        writer.visit(V17, ACC_FINAL | ACC_SUPER, PACKAGE + "Kernel", null, "java/lang/Object", new String[] {PACKAGE + "Loop"});
        MethodVisitor constructor = writer.visitMethod(0, "<init>", "()V", null, null);
        constructor.visitCode();
        constructor.visitVarInsn(ALOAD, 0);
        constructor.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        constructor.visitInsn(RETURN);
        constructor.visitMaxs(0, 0);
        constructor.visitEnd();
        code = writer.visitMethod(ACC_PUBLIC, "run", DESCRIPTOR, null, null);
        code.visitCode();
        begin();
        switch (recipe.mode) {
            case EACH:
                each();
                break;
            case OUTER:
                foldOuter();
                break;
            default:
                foldInner();
                break;
        }
        code.visitInsn(RETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    int local() {
        return next++;
    }

    int localOf(Value value) {
        return locals[value.index];
    }

    /**
     * Pushes an operand. What is the same in all lanes is kept as a single number and spread where it is used: the compiler moves that
     * out of the loop, and would make an object of a vector that lives through several loops.
     */
    void push(Value value) {
        if (value.isConstant() || recipe.isInvariant(value)) {
            code.visitVarInsn(value.lane == Lane.INT ? ILOAD : FLOAD, localOf(value));
            spread(value.lane);
        } else {
            loadLocal(value.lane, localOf(value));
        }
    }

    private void begin() {
        for (int slot = 0; slot < arrays.length; slot++) {
            arrays[slot] = local();
            positions[slot] = local();
            boolean isInt = recipe.slots.get(slot).isInt;
            frame(isInt ? "ints" : "floats", isInt ? "[[I" : "[[F");
            push(slot);
            code.visitInsn(AALOAD);
            code.visitVarInsn(ASTORE, arrays[slot]);
        }
        for (Value value : needed) {
            locals[value.index] = local();
            if (value.isConstant()) {
                constant(value);
                code.visitVarInsn(value.lane == Lane.INT ? ISTORE : FSTORE, localOf(value));
            }
        }
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

    private void each() {
        loop(outer, OUTER_FROM, OUTER_TO, () -> {
            placeSlots();
            loadInvariants();
            set(inner, INNER_FROM);
            innerLoop(width(), () -> {
                computeAll();
                storeAll(false);
            });
            tail(() -> {
                computeAll();
                storeAll(true);
            });
        });
    }

    private void foldOuter() {
        int sum = local();
        Runnable column = () -> {
            number(recipe.neutral());
            spread(Lane.FLOAT);
            storeLocal(Lane.FLOAT, sum);
        };
        Runnable rows = () -> {
            placeSlots();
            loadInvariants();
            computeAll();
        };
        set(inner, INNER_FROM);
        innerLoop(width(), () -> {
            column.run();
            loop(outer, OUTER_FROM, OUTER_TO, () -> {
                rows.run();
                storeAll(false);
                addTo(sum);
            });
            finishColumn(sum, false);
        });
        tail(() -> {
            column.run();
            loop(outer, OUTER_FROM, OUTER_TO, () -> {
                rows.run();
                storeAll(true);
                addTo(sum);
            });
            finishColumn(sum, true);
        });
    }

    private void addTo(int sum) {
        loadLocal(Lane.FLOAT, sum);
        push(recipe.folded);
        combine(recipe.fold);
        storeLocal(Lane.FLOAT, sum);
    }

    private void finishColumn(int sum, boolean partly) {
        Label goOn = new Label();
        int result = recipe.result;
        atOf(result);
        code.visitVarInsn(ISTORE, positions[result]);
        code.visitVarInsn(ILOAD, FIRST);
        code.visitJumpInsn(IFNE, goOn);
        address(result);
        load(false);
        loadLocal(Lane.FLOAT, sum);
        combine(recipe.fold);
        storeLocal(Lane.FLOAT, sum);
        code.visitLabel(goOn);
        storeLocalTo(sum, result, partly);
    }

    private void foldInner() {
        int parts = Math.max(1, Scratch.LANES / width());
        int[] sums = new int[parts];
        for (int i = 0; i < parts; i++) {
            sums[i] = local();
        }
        loop(outer, OUTER_FROM, OUTER_TO, () -> {
            placeSlots();
            loadInvariants();
            beginFold(sums);
            set(inner, INNER_FROM);
            foldTurns(sums);
            endFold(sums);
            storeFold();
        });
    }

    /** Makes the partial results neutral. */
    abstract void beginFold(int[] sums);

    /** The inner loop of a reduction along it. */
    abstract void foldTurns(int[] sums);

    /** Brings the partial results into the scratch. */
    abstract void endFold(int[] sums);

    private void storeFold() {
        Label goOn = new Label();
        int result = recipe.result;
        int value = local();
        code.visitVarInsn(ALOAD, SCRATCH_LOCAL);
        code.visitMethodInsn(INVOKEVIRTUAL, SCRATCH, recipe.fold == Op.ADD ? "sum" : "greatest", "()F", false);
        code.visitVarInsn(FSTORE, value);
        code.visitVarInsn(ILOAD, FIRST);
        code.visitJumpInsn(IFNE, goOn);
        code.visitVarInsn(ALOAD, arrays[result]);
        code.visitVarInsn(ILOAD, positions[result]);
        code.visitInsn(FALOAD);
        code.visitVarInsn(FLOAD, value);
        if (recipe.fold == Op.ADD) {
            code.visitInsn(FADD);
        } else {
            code.visitMethodInsn(INVOKESTATIC, "java/lang/Math", "max", "(FF)F", false);
        }
        code.visitVarInsn(FSTORE, value);
        code.visitLabel(goOn);
        code.visitVarInsn(ALOAD, arrays[result]);
        code.visitVarInsn(ILOAD, positions[result]);
        code.visitVarInsn(FLOAD, value);
        code.visitInsn(FASTORE);
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

    /** What is left of the inner loop, if one element is not a turn. */
    private void tail(Runnable turn) {
        if (width() == 1) {
            return;
        }
        Label end = new Label();
        code.visitVarInsn(ILOAD, inner);
        code.visitVarInsn(ILOAD, INNER_TO);
        code.visitJumpInsn(IF_ICMPGE, end);
        turn.run();
        code.visitLabel(end);
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

    private void loop(int index, int from, int to, Runnable turn) {
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

    private void set(int local, int from) {
        code.visitVarInsn(ILOAD, from);
        code.visitVarInsn(ISTORE, local);
    }

    private void placeSlots() {
        for (int slot = 0; slot < arrays.length; slot++) {
            atOf(slot);
            code.visitVarInsn(ILOAD, outer);
            frame("outer", "[I");
            push(slot);
            code.visitInsn(IALOAD);
            code.visitInsn(IMUL);
            code.visitInsn(IADD);
            code.visitVarInsn(ISTORE, positions[slot]);
        }
    }

    private void loadInvariants() {
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

    void storeAll(boolean partly) {
        for (Recipe.Store store : recipe.stores) {
            boolean isInt = recipe.slots.get(store.slot).isInt;
            if (partly) {
                push(store.value);
                putAside(isInt);
                spill(store.slot, isInt);
            } else {
                address(store.slot);
                push(store.value);
                store(store.value, isInt);
            }
        }
    }

    private void storeLocalTo(int local, int slot, boolean partly) {
        if (partly) {
            loadLocal(Lane.FLOAT, local);
            putAside(false);
            spill(slot, false);
        } else {
            address(slot);
            loadLocal(Lane.FLOAT, local);
            store(null, false);
        }
    }

    private void spill(int slot, boolean isInt) {
        code.visitVarInsn(ALOAD, SCRATCH_LOCAL);
        address(slot);
        pushLeft();
        code.visitMethodInsn(INVOKEVIRTUAL, SCRATCH, "spill", isInt ? "([III)V" : "([FII)V", false);
    }

    /** Pushes a slot's array and the index of the present element. */
    private void address(int slot) {
        code.visitVarInsn(ALOAD, arrays[slot]);
        code.visitVarInsn(ILOAD, positions[slot]);
        if (recipe.slots.get(slot).moves) {
            code.visitVarInsn(ILOAD, inner);
            code.visitInsn(IADD);
        }
    }

    private void atOf(int slot) {
        code.visitVarInsn(ALOAD, AT);
        push(slot);
        code.visitInsn(IALOAD);
    }

    private void frame(String field, String descriptor) {
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
