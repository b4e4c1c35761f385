#include "textflag.h"

// func masksAVX2(text *byte, n int, delimiter, quote byte, out *blockMasks) (nul uint32)
//
// Two vectors of 32 bytes a turn. Y0 delimiter, Y1 line feed, Y2 carriage
// return, Y3 quote, Y4 zero, Y5 all the zeros seen.
TEXT ·masksAVX2(SB), NOSPLIT, $0-36
	MOVQ         text+0(FP), SI
	MOVQ         n+8(FP), CX
	MOVQ         out+24(FP), DI
	MOVBLZX      delimiter+16(FP), AX
	MOVQ         AX, X0
	VPBROADCASTB X0, Y0
	MOVL         $10, AX
	MOVQ         AX, X1
	VPBROADCASTB X1, Y1
	MOVL         $13, AX
	MOVQ         AX, X2
	VPBROADCASTB X2, Y2
	MOVBLZX      quote+17(FP), AX
	MOVQ         AX, X3
	VPBROADCASTB X3, Y3
	VPXOR        Y4, Y4, Y4
	VPXOR        Y5, Y5, Y5

loop:
	TESTQ     CX, CX
	JZ        done
	VMOVDQU   (SI), Y6
	VMOVDQU   32(SI), Y7

	VPCMPEQB  Y0, Y6, Y8
	VPCMPEQB  Y1, Y6, Y9
	VPCMPEQB  Y2, Y6, Y10
	VPOR      Y9, Y8, Y8
	VPOR      Y10, Y8, Y8
	VPMOVMSKB Y8, AX
	VPCMPEQB  Y0, Y7, Y8
	VPCMPEQB  Y1, Y7, Y9
	VPCMPEQB  Y2, Y7, Y10
	VPOR      Y9, Y8, Y8
	VPOR      Y10, Y8, Y8
	VPMOVMSKB Y8, BX
	SHLQ      $32, BX
	ORQ       BX, AX
	MOVQ      AX, (DI)

	VPCMPEQB  Y3, Y6, Y8
	VPCMPEQB  Y3, Y7, Y9
	VPMOVMSKB Y8, AX
	VPMOVMSKB Y9, BX
	SHLQ      $32, BX
	ORQ       BX, AX
	MOVQ      AX, 8(DI)

	VPMOVMSKB Y6, AX
	VPMOVMSKB Y7, BX
	SHLQ      $32, BX
	ORQ       BX, AX
	MOVQ      AX, 16(DI)

	VPCMPEQB  Y4, Y6, Y8
	VPCMPEQB  Y4, Y7, Y9
	VPOR      Y8, Y5, Y5
	VPOR      Y9, Y5, Y5

	ADDQ      $64, SI
	ADDQ      $24, DI
	DECQ      CX
	JMP       loop

done:
	VPMOVMSKB Y5, AX
	VZEROUPPER
	MOVL      AX, nul+32(FP)
	RET
