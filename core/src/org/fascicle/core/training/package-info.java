/** The programs of a network, its tensors, and the loop that trains it. */
package org.fascicle.core.training;
