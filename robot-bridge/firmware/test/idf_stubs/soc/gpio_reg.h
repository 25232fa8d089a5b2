#pragma once
#define GPIO_OUT_W1TC_REG 0x3FF4400CUL
