package org.fascicle.format.onnx.network;

/** What a tensor of the file is: given with it, computed by layers, or a class's number that nobody computes with. */
interface Value {
    /** The class with the greatest score: predictions have it anyway. */
    enum Label implements Value {
        CLASS
    }
}
