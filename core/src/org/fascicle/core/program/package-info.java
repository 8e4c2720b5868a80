/** Compiled graphs and the tensors that they work on, on a backend. */
package org.fascicle.core.program;
