/** What the compiler's packages share: walks over expressions, constants, arithmetic of the host. Not exported. */
package org.fascicle.compiler.expression;
