/** Random bits: Philox in lanes and one call at a time. */
package org.fascicle.backend.jit.random;
