/** What the compiler's packages share: walks over expressions, constants, arithmetic of the host. Not exported. */
@NullMarked
package org.fascicle.compiler.expression;

import org.jspecify.annotations.NullMarked;
