/** Matrix products: in Java, or by a library on copies outside the heap, in float32 and on numbers rounded to bfloat16. */
@NullMarked
package org.fascicle.backend.jit.product;

import org.jspecify.annotations.NullMarked;
