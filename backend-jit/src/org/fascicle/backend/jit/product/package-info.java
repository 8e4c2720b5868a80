/** Matrix products: by compiled tiles in float32, or by a library on numbers rounded to bfloat16. */
@NullMarked
package org.fascicle.backend.jit.product;

import org.jspecify.annotations.NullMarked;
