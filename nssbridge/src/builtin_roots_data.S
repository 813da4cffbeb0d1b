// SPDX-License-Identifier: MPL-2.0
// The text of roots/thunderbird.txt inside the library, so that nothing has to be found at run time.
	.section .rodata
	.globl certferry_builtin_roots
	.hidden certferry_builtin_roots
	.type certferry_builtin_roots, %object
certferry_builtin_roots:
	.incbin CERTFERRY_ROOTS_FILE
	.globl certferry_builtin_roots_end
	.hidden certferry_builtin_roots_end
	.type certferry_builtin_roots_end, %object
certferry_builtin_roots_end:
	.byte 0
	.size certferry_builtin_roots, certferry_builtin_roots_end - certferry_builtin_roots
	.section .note.GNU-stack, "", %progbits
