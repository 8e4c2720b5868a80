package org.fascicle.compiler.pass;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Node;

/** Policies between nothing and everything, for tests. */
final class Policies {
    static final FusionPolicy DEFAULT = new FusionPolicy() {};

    static final FusionPolicy AGAIN = new FusionPolicy() {
        @Override
        public boolean computesAgain(Node truth) {
            return true;
        }
    };

    static final FusionPolicy EVERYTHING = new FusionPolicy() {
        @Override
        public boolean readsThrough(Node movement, Node consumer) {
            return consumer.op() != Primitives.CONCAT;
        }

        @Override
        public boolean takesPrologue(Node heavy, Node producer) {
            return true;
        }

        @Override
        public boolean takesEpilogue(Node anchor, Node consumer) {
            return true;
        }

        @Override
        public int maximumWeight() {
            return 1000;
        }
    };

    static final FusionPolicy LINES = new FusionPolicy() {
        @Override
        public boolean takesEpilogue(Node anchor, Node consumer) {
            return true;
        }

        @Override
        public boolean joinsLines(Shape lines, int axis) {
            return true;
        }

        @Override
        public boolean guardsWritesAlone() {
            return true;
        }
    };

    static final PlanPolicy SHARING = new PlanPolicy() {};

    static final PlanPolicy SEPARATE = new PlanPolicy() {
        @Override
        public int alignment() {
            return 1;
        }

        @Override
        public boolean worksInPlace(Kernel kernel) {
            return false;
        }

        @Override
        public boolean sharesMemory(Node view) {
            return false;
        }

        @Override
        public boolean joinsInPlace(Node concat) {
            return false;
        }

        @Override
        public boolean commitsDirectly() {
            return false;
        }
    };

    private Policies() {}
}
