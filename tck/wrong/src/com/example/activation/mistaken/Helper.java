package com.example.activation.mistaken;

import java.io.File;

/** Reads a file for a technique. */
final class Helper {
    private Helper() {}

    static double slope() {
        return new File("com.example.slope").exists() ? 1 : 2;
    }
}
