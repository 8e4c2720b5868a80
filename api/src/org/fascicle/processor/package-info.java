/** Refuses, while they are compiled, techniques that no platform would take. Not exported: javac finds it in the jar. */
@NullMarked
package org.fascicle.processor;

import org.jspecify.annotations.NullMarked;
