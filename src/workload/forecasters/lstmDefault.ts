import { parametersFrom, type PredictorRecord } from './predictorRecord.ts';

const record = {
  format: 1,
  input: 'maxima',
  target: 'relative',
  units: 25,
  loss: 'mae',
  quantile: 0.5,
  scale: 1,
  source: 'The first 12 days of training-14-days, seed 1.',
} as const;

const PARAMETERS =
  'niQeQeaxqMCwP6zA+CzSv3IUgUADk0BAeTaEQGJm+EBKXPS+t6rBvnMN2T/2/1u/pgYnv4NDnr9pzA3Ai1Xhv39ewT2QlSg+chQM' +
  'v8xbAr7IWq6/5nYgwHcejMBT6abAf2K6v/PPaz/rvUW/+sckProsP0BSlDdBTgOfQMq0bEB4HmW/J0WoPl7o2j+S/T2/fRxxvvxM' +
  'o8BuRIRAOBCivIhPLMF1yovA2kTFwDZ5C8FMbwDBLVHowN32S0GYAYHAFcuJP92qub5QbwBA0E2Zv4GWKb8+mBU/0P6lvx6a4D4w' +
  'tOPAecD9QHPXGcEgICtA1X5/QBRPHcBNJodBJ+QVPj1Ufb8Fwhc/+qEcP2f5wbzKj4E/8wHWPoOQW8CyK8a811K8vk6zkD957FtA' +
  'W132vkuVr7+n9um+Mo0vwB3Lmj8QeyE+rE8gwHNwnkA26W3Aw3O8Py8CkMCfmbfAEcSAvvDVkEBRsq4/ApH5PxtXJr/hY4hA8oer' +
  'v1h0H0LWyaQ+ye4NwJJge0CyrVhAdna8PbZrb8CW6xhASVDNPiyP1b+oSJ3AqN8sviGLQL9znr3A4RRnwBiTkb8Kj7a94fRpwPPh' +
  'gsADWN6+LnQpvvYIgsDZnW7APVR2vwgCgD2TDG/Am6JDwKV8VD8/i5S/8G9mwJhhb8DjRXw+j3OhvVM0acDXG4TAWS+0PwTcw74p' +
  'IQ7AhixywA42lr8Ebwe+QzJ7wOsqOcCTlT1ARkkwvzLP9L/jpFfAGAOFvz/EhL/tGjq/gdPJvzgvtD8uHG8/BWG/v093gsCJg9c9' +
  'aosaPdNkgsCg8H7AKqz9v1oa2T7muHzAHiZowOw6qD/78GW+PTUCwHwPv78roEpAr760vvZP7bqxcITAg4SPvi0EpT5A+YfANgJg' +
  'wEFWyT4/KSe+n+9kwAU/ccBf65k+DLGOPuWCSsB+HDzAuGIZwFVe6L56fBLAzw5twFcecD/UK4c//sx6wLqYS8BIw4s/8A2ov4Rc' +
  'RMDlQ3fAsjh3vWGK1b4PO07ATRGgv6M6HUAFhPW/vxVQv5nOJsCdO+K+NAbivS9L8b8FFRs+xucgP4BuVcBnejNAxdGqQPPN4j8V' +
  'Bfg/4EHPQCbZ9r3edjw//kxVvYlrMb7sDf+8S0yIvv6yG76FJV893hiuvb17xL4+hWi+EuyGPluV875rvM6+3NqYv9RyNL/22u+8' +
  'bqbpvslhWjx9zqe+fS2ev5aVoj+jOBRBz9uuP2L9FD7Y4We+4+39Pl3Wo77iJmNAX4yTP6GSf8AgiH9AXJ3gQL/v377OLqxAfLoO' +
  'QGSaIEH30qu+HH13wJcM8766K4G+7fj/vbj7arybMLe+ftF4PnLXir7js5a+qSGWPat7A0CNE1vATBzqv3Z+pb+8Cto/fF8DvDdg' +
  'vsDwcBnA97DovaWYAb+xY/q97yqCPOHbD70u7FQ+ublsPhfC5r4VGiy/oBI+Pi9YST824O6+QB26PmecIr5ATr+9ReauPn77Br8W' +
  '1OY9E/4zvexK873OtmY+6cvPPFV/qr/AjTg/gg34PmR5mb+p2JI/zl6kvoT3Tj7nuBG/HqWjwHOhwr/FRlE/aljmvarpxj/vu+g+' +
  'MXZYwPFfSEB5nZDAutggvmdXFMEBajvAP86JPq2+b73dW5e+9DrlvlrBEz1B2xy/q7Arvg8WHD7LjhQ+U6giv+sD3L7b+Fa+Sws1' +
  'vyeOIL8tzN0+M2ssv88qET6vzHK/hj/5vZndFr4QoWU+sHEcvp1CKMCV/N4+vox6vyeTGsDrb3u/MIkyv2WYCb8KdIC/GcoVQIPv' +
  'xz5+UfM+axqhv1wzC8Bf64c/OMO7P2odB8B2O9E+93czwDXUskDIS9m/sWe3PVvboj2UAFO+BMygvirX0b704Uu/KTcIvPx7T7+B' +
  'xWpAW01APy+zB7+eba2+Ar1bP+kjBsCPgJ8+zBslwGLB877/iw87JX+SPijeUz2BHHo+GoT8Pfekk75S06W949ciPKL84T460xe9' +
  'Zg5CQDZmV79RUE+/K4tMPoTcir9RE0O/Z5iTv1VcKD38Thu/No5ZP14Xv75HFJW+J/mZv8q5D70vvUk+AtXgPsdZpL8rtwTA8DSL' +
  'QMw2jUCwPCDAM7PaPcR9Fz+Zahe/zQ4BwEREyr0o5r892F6TvS1bnb3lDLG/K4gQP1TarT0Dfmq/vQL3PLSqub62NQa/dCcDvdEA' +
  'Or70UOa+ivtZPvpQ277lfaA7evUAvnYIBj07lW6915GrvoDbpr75XjI+kORzPdH5B7vk5AG/SR8KvqzBhjqlnK2/NhbLv0WS6b6h' +
  'AYs/fbS2vmM5WD6Irnk+L9l7vusQ8b54ysi+uVA1vtvqFb6qAVm78sn8vq6a9z4jpnS+vVhhwIdi/7+nboq/yMDtvyzHqb7Soh6+' +
  'EkdwupStpb6Kswo+klYtvF3ZIj68rQ4/DpvBPrcXcz4QCnQ+VuTRPockdr+ji1k8RJwVvdX84j6CeAk9EJ0yvlKLrz4s37Q+sZCA' +
  'PkyGRL7Vhqe+cC/NPuMpWj7hIug9OCHRvfPSNb4Hs/W+e/KGPnr01D2+Iyy+XWLhPEWBqLxvdb2+s666PkYt6b6nfWo98Bl/PipI' +
  '8L3EWua++/clvg2our1V8B8+aVwQPoqxEjt1AZG/ba2cPnhXD72qcWe5ds2TvtPKDL4tfNS+Xvmtvgo/8r4eH8u+Y3AJP3gPk760' +
  'ZxM8nrR2PZwAvj5oI8c+0LqYvoyj1b7oUy8/8qO9PfVIGL93sVI+bLeOvhjr5D3cEe6+KuJyPg/erD6r60G+SPKivrVpf77gLbw+' +
  'SkPTPC6hA771L/C61+ENPxyakL7SYaw9Y2yTv1vpHTwA6ra9jRC4vJEoHD4lIAC/YtMBvlMUR762vW6+qM31vsBf8z4X5bA+HLKL' +
  'Phizf0DgU5Q/0ULEvZmuBkAgbw6/R96MPQp13r1S3bq+5jQGOsj0Fr56cw4+zZJjvZRYer/rz6q+TGyhPlzHTr8r1qs9aHeFvvJz' +
  'KD7tKRy9swiMPV5a0r0wsYw+tO49vX5hI7+dD0G+VfadvmDpBb5hTco99+IjPsY67j1EmsI9ueyZPkMjD7+5nQw+Hs1CPpu4FT03' +
  'XPM9+sI/PVXNT740H6s9ZETQvWn5B74oXek9uM2gvj+EaL58Imm+taukvvVAiz/7qoO+MzKAPyC0j741Vds9BiEMv7HVTTx88vw+' +
  'MHONvjQCl75Bg3W+bo2Dvp+PAj+yE4e9D68YPUWDMj9Ekpa+ziVivnn8a76KRoC/MwJJviyfDb96aGU+l8EHv+IvBL9OSwi+DG3k' +
  'vvxJBL+hZoS++ETKvt/yW70r42e/gEKgvaBv5r6+6hQ+VBvZvg/TWD7Z6IA/BhtrPkP0Wr5pQki/Ilb8vhDxGb4YhjG/iUXRvusq' +
  '9L4ctIU9wyqGvSqRVD0BJAq+V5rCPv5ggL03WGC+Q3nEvu5tND+5KZQ/SC4iPi4wFL9ULAa/UoM6vvaYnb4iQfa+eIpcPXwP577k' +
  'gcI+/9BOv0+kWz4HorY+sP6qPrtJF7/H8gC9NrkRv7rttr6aUzi9Nb+UPJb8Fb+m0Ou+OAPxPcnVhz7XvlW8QdJ8Pe0M6D1bceO8' +
  '0zOrvgcfxz2PO4K+bicwPuIck76STpS/4AJcv8hCzj0sI+u+/vlYPfCzZL5v8CA/GwllvugR2r6yhgC+wi3PvYJrhL+5wuW+aFaS' +
  'vgVoVT+auwq+v/AzvrYdLb7bLpy8tl+ZPuIEwb1XHhm+KJMOv6VMS7xyuJk/cHHjvpuii70Kal0/eMIhPz50VT+xwCC+c3WNvmuv' +
  'Oj8UX0m+x7Zovmxu1j74K2I/ftzsPlvkwz7EH5c+ZXfnPg+qEj/n5Sa/7R+SPPQsfb5hZm29vSTbveFOLL5WD94/X9b2Ph7hwj6w' +
  'OIS/rwQuPx+har7MM6O9qdCjPobETr8jZyq+eO7avqaekb4U8bM+zDYxP1wXyj2N3cE/+DPBQGNKG0CLRcu/4TFtQCK2Nb5s2L8+' +
  'fu+KPqypKj58YeS++fkgvd0wH751ily86+OcvjtFJ7+E75g/EPiFPUye2b8IWyK+TivaP/OClT9From8VyqMvgsqgbwoqNm+qgWP' +
  'vUa9TTzYp6I+0/+Qvqgbyz4ylsQ9K7OOPP31A7xZQS0/rzhrvmnbaL7eqEE/S/aXux4Qj72s71k+RUoJv7vdqj2FCWG+dgzKvoC+' +
  'MD7Xky8+yf1tPmaaTr5q+PI+8Ek+QEnPnr7db+E+bUuav3ql+T6uH7O+8df+PBrcCj+MXtE9xP/ePTVY3L5NpHS+WT3YvahuBbw8' +
  'HyM+w+0yv0Jymb2qyY89Jg1oPjaVg740x4m92fpbvaI9Db6BRrC+uul/vuKiu77MWde+pOAvvwpieT6A6yy+G9XsPQ9KpT0h6Xy+' +
  'I2mVuqu7I78824C+2cJMv/Ue5T6q6we+5Um2v6PrNb9yDd2+97fNvg2dDr9X9qm91QrwvS5A3r0Md4S9HbKSPxSsCT0JT5C+2OSu' +
  'PmTAQkDO5Gw/+td2PriJfT2qTKI+WBKzPpBc4j70DYm8QHZAvoQYuLyoDI++es4avnXht755D3i+L5Yov3DQU79+51I+NLAYPhCz' +
  'hz5fXES/sAylPqJ0w74aqK29wCImvl30rzol1ki8a2h6voHQf740NuG+jrSTvj9T/T6hbSm/R657Pj41pbz25CS+onWSvqKPlz2J' +
  '4bG+juCuvRBQFb5ynAc8htndvmaHDL9y9kK+Ax9BviY9LT7sSPA+ebpAvkFJ3z6az069VlqJP3bjpb4VAbe+lmHNvgWRFj2jjXm+' +
  'JqywP/5bTEB7so9AnexXPmGv8b9ksaq+Z3S3wF2k2j8q3aa+KA0gPt41s7+dY1S/JHpLv8RSpL7W6ZA/aS90vzAc+77BsXo9i0td' +
  'Ps36Vb+WIbC/kio2v9H33D9QEhrAu78Bv2JNjD64mpI/cU1avmriTD+YmGjAczPlQCIzsz8Njdu/MCAUv4peT786sYK/BXIAwOVu' +
  '5r/ARfBAq3bAv927zL/AzOC/Vd12QFY+L0CDtx9AL1aAPnGqOcFK0Lc/9vEev2NrND/RMvK/RrtSvh/JKL+MrgS/e8ODPkEbI79W' +
  'EapA94YdQCkpp0Dxiqe/MVm8wCiXI8BBRcjAIbk7vs0kQr+J/fy+IMWPv49qA7+PbNs+1apJP2If/j9LIZc+8VYcv6snBD8C9w/A' +
  'PotnP0NdFcCf+eW+XTOcP+/Ifb9qNTLATb8UwAdao78p3P2/tY3Gv3Ox2b+LCoJAq3HOv25rI79UxNI/P9MdvxrJgr/hTpDAZvWN' +
  'wP4wMsGjaAnA8af3vzE7HT+HGUDAxE6wP0bNOj7BCH68yN6OPrnpcz5Vvze/+ynYvtg/DD1Yhs8+o/fEPfqwBL9/uBs9ReWePhV7' +
  'gLxbbtc8A1r0vRQVnT1Ut9A+YtX0vIxVIT7xULQ9SFC7vsVBk7lWVd+9vTC0vqEQKj6mpxU+8hVXPuytlb5prqg/hnmXvbQwkL4Y' +
  'Sj4/XP+cPsaUGL4VOoy/u22lPk7thr43RZc+Cs6Svshu+L1ErtO9P56qvdha8j6+IGS/7igCwBCSPL+88mu+eXPMv3uP7b0uNSs+' +
  'zdz3vnMfvDpxqSq+Uh/mvaKcBz7kR+y+1zahPgGk27wsxs89Npq2PWjN+r7fV0w+aszButECDz2sVf6+nPeYPqDrbz7azgm+yWIv' +
  'vjYDvD35uo49fSmCvVp3Kj5V7oW+NOaBPZlN4j5vxHo+E9izvoPaCz5y6Me9NNsMv0THAL8A/CU9ODO4vnWwjT4yx0a+1qDlPS3x' +
  'AD9oisY9Ose8PnImLL+JgGi+zZLJvUNDsj6qooy/r1I9PpB5DD+erUk+O7qXPo1AfT0OZuO+g3UKwCUj77/9WbE9OuznP9gpQD+c' +
  'Vro/U0EZQLNh4T24SwM/Pc6oPZUsDr7K5tw+0W9xviiHSz4E/ec+UdGBPn6BDT/cyKk+x5YsP+t5Uj9SOBM9YRD5PcQ7PD9pPCq+' +
  'Mlj0PbPjJD1pUgk+YDeiv85SGL8suZc/EUUZQOnaGj/mZHM+U1ypPN8o7D7jAkdAB8StvvDbLT+fptk/fd/oQCFfqbw8Ubm+CMhW' +
  'QJdcTkFfQ9W/FnYCQCbVtL80++G+reNyvUPH+b2Xw/E97peKPoOt5j6wy6C9j9cEP5Z1Kz4bj/G+s2T0P7te3T5qI2hAVfkTwM9y' +
  'P0AU5j2/JL0XPm2H8juBBbU+2sxNvrqGoT5ByCQ+hVaOPio7PL5zpFg/Uqe3vvjw8r/lT5c/8iPJP/YFPT61iQE/c8KwPxQpZT+2' +
  'fHU+rIe4PqxX9D7bBcc/7zBQv62rEL/XKgq+JhXBPm+2AT8kR0M/ainzPslm7T+C5Lu/jSJkPyD8tb9gXwE/6jJ8vTVgsLzeaHE/' +
  'j52fQM/QhD4ZXtk/JaUSwMDmhj9CzOi9X35DQOK2hkBxVOq9y2S1PnMHMD8DRNS+T4NtPQM94b6gaKG+oIiwvSt4o7xdfAa/0/ki' +
  'v6VUML56Y+g+VU6JvuOhUb/BS0y/MEbBPdwUPr4xmpG+VGT9vsUpm0BmQeQ9XNO8Pr/PLMB0MI0/f+6APSz8aD/6O78/p0qRQAvT' +
  'B79bqATAgJwFwOEo28BTweI9aNNbwNn9E8C6om9BJi7ePrhNxj9NFw6/hNFGvpDbxT5FtGM/4bXuvb3cKr8zcau+cmlUPxJF8r0n' +
  'u7I/jHb2wGIWYz90jjq/ndO4wD2zG0CfDmnAoBRUP+FwXL3taqu+N1I5P/POJr+WSj6+VEVVvmHEv7/GzoC/QDoSQDa4cr8GUNg/' +
  'FO6mPkqjyz6ot/q7p5zvvL+kAT8Lux8+RfkuvTrwMj/J7h+/Ub6sP5OXEb+tKDbAs/c1v9JZlr5iu4A/5zWzvjouHL6lN5LAwmwt' +
  'QSOBWUCEKq89QhGlP6Rc5L8X5l5Asy06P1/31MCuyd+/v0vLwHuDHz7NC/vAqCFgPxEU+b/UBsfAftgBPgJHbr9uuM0+cpoBPw6j' +
  'TL75GFg+kAK2PrEHq77sdtu9xUNUP+mGCb9Gv50+nC1Dv1FPgD6Zx8Y/nUD0vgyG776rKIe+/S0rP/KIzD4xHSDBmblWwQQdwMBT' +
  'Rvs9ee+1v2qI+r2/xi+9AbWgv5lrL8CX8hq/8wwDQL6LGECQ935AIpyyvx3bLEAl0Yg/D9P+wBD2PMCjEBW/aMJSv1bBgb3Xo1u+' +
  'iiacvTZNIj5l53I+OL7gPrG0F79ogma+vEGKQG54DEEEUBbBrFMzvQbyjj8ft3TAPpGDwB8Icz/YSCY/cDQPP+U8YL8K8ZU/h4nQ' +
  'PwdAnj5eEkY/XNfMPyrfc8B3qBq/dm4zwAQ6DcBjVme/PXN5vjWuSL8J5+C+U9WcPxdm+T0Vu3O/HcItP78iN0AtMqw/Azd2QNRb' +
  'GUB66Ne/4t+Dv2pDRr+3kzG/HQOBQIsOssD9tjzBqlghQDPNrb95w64/Qi20v2ySqD8iqUA+fd8kPp8Zdz5i4Zc+Yn+Lvz3U2zyS' +
  'g0Q+5GwYvw8xID6C+QC/AkSdPYQ5nz7Wsg6+TqbhPkqgTT6rCEm+LKbCPkKwzj3eY1A/pF4/P6tm9b6Y29U9s6bmvrlypD6wjci+' +
  'cKqQvrSC2D7z9bE99SsQv+F0i7844UC/+pq6PwNthz4gBtU+FgB+PW0k7T4KAIs+7RI0PqPMiL5N/ZI9L+iJvyR5q75xWoa8Ym1R' +
  'vyJkhsCBhUi/oIs6Ph2oCMA0OsG9sggYPlNQ6756Cn++PtmTPQaylz6sEMA+yMDcPvVCZT5ag1I/aZzjvMKh7T7jnUq/czGKPWGR' +
  'AD1VJks/huUevtqD+T7YI9k+TuXkPT8Ryj6gTNI+1ELAvbYzEj+9aoa9P/UTvmF4BL39R7w+mVvFveTTJj4uHLm9Kv+XvvRFBb/N' +
  'hhg+KFP9PtOU5LyKKwW/+VC1vG1xkz226c2+UVBoPZTZA74ADDe/TKfvPVml6r5iXCg/k7CCv7gv8L1WBSK+r4fAPRhKd77r/Cm9' +
  'w5tNPwP0tT0flHm+yR/gPl04qb2forU+wYkGPyuQqz486OS+Y3DcvRLOMD6agHo+rjG/PPBqSr6lvdQ+bBNrvXDi4r2OrfM9vip7' +
  'Pj7DQD4XnGM+1noLPrD4nj4iyby8cIh2vq4BcD4zb8S+kkJPvhOTKr+ZjTG/InSMP3N6ZD+v37e+eFyqPaSbwL17tyI+jTySPSh/' +
  'rj5GcAk/zJMYPxx13r50RMk9ATm8vjKgjD4Bf0M/Zo9WPtJcvD/kM8A/+H3xvpxvg71Chuk9bNIXPkgjhr17LW88pnlvvxbcsD4+' +
  'wbg+V3g9vo9HGb+1LrI+GQCtP5zrEz4h/3e/dKWGv3jmxj7G/pG+KKrnvgiC9j16loE+k5ATPVQfZz4quUg+PVTsvb1Ljz6zNqu9' +
  '8hJuvbZdA74cAVO+rLmgvlbMBz/4uBa+PHkZP6ohuL7eS5o+ZhrBvfD0Rz5PptG9pv6FPsxlDz/gOqo+zHBBPcC9GD1pz4O/nP6u' +
  'Pl8BMEDcqe8+302IvmnrJj57gME+jNWqvlKEF8Ajquy/h8xPwKZ02sAOckXAB0/PPrA/v76tpznAPkD1vXklJT7NnZg/MIfHvtid' +
  'i71D3W299Bt/v0duXL4r+XW+W/DTvttVqr9238O9jmH3P/1mW77aGUTA5bBiv0k+Fb+cIDY+QTKAvKn0Fr6/eYHAlanBwHXcDsGW' +
  'sIjAgoncviyuGr+bBKs+/04YvDH7EcBirYu/AiMMwSNRq7+meEBAQ2VIwA7Ch8C2nmZANCZMQS2xNUHajCw/inpnQHsVxT7B0hK+' +
  'o5UAQGii5L48ICS/jcm9vuDrj78w4qq+uW2VwMrqkL+Xe6DA91DNvwU6ZD8fCmY+sPzAPwsHhr+yB7W8X+SevhZAOb6eOU2/lG/f' +
  'vgvCMb8OPra/iBm8vwELvL5AnSu/AFC/PyrS978ajAk+AC6EvknpZb+mhk4/7QKpPxV1vb0dDAZAKmyYv+JPy727Q2a/BIsfwVMn' +
  'ksCPRAE+RCXgPTKbnz9plhy/wOUcQIoH4z/sqhdAqmMWv4NYgr4oAsW+XWbqP30CoT4rMI5A6dJmP5nTgr8fn3E/NJnsPRJKu76t' +
  '+vY+igd1QEYdRz7l2nE+yWravhDdur6XMAk/IsPXPh8bCD9UhCg/IRsZvjAHRb7dIIc+CLLGPNKMyT6373q/mr67P6ROPr62pUS+' +
  'TJTuvVa1Ej/MW12+BvoSQFt0y71SRYy/2opfQDFUzz53K9+9upCnv0xw7D75jlxA0lwvP0pdUEDZYSNAeGyDwPbrKkA54Fu+64l9' +
  'wA/ozsCQGKm/BO5yv5UjFMAhadG9xfKzPh1xMb+9PWy+eKV8vyerWL/oIOE/4v1bv2iEjb9G0O8/WeIqPd6IHEArhWM/QVWlP7kA' +
  'n0BkkK0/vffkvsiRy74iGlM+WccOv/aTAr4Typg+DJM+vXFrWD0iQgS/1yYivv1QAsBFgg0/bI7dP4gtUb7UCoRAkOO2P1pGUz9M' +
  'Sha/ua35PS/XKj/wQW9AeaqBPlO/DEA6zUBAF9Ocv3Jfsj8ViyQ7cuVOvtE/b7/GMwS/blCKQdftYj8Ckoi/MILrv8PIVsDfys+/' +
  'BV2XPfyWkD3xmi8/vx2TPj6rK79bOYg9vv05Pw0jVDwsxNu+HFZ+vrDFpD2Yaxs/4K0EPrXCNT0sTu09WsfqvmIEfr3qgW2+2PGK' +
  'PgBdA7+Cajq+N0RUvnH07T7jfym+Ep6hvbieoL0qLCC+epqRvtaSSL+N2w8/2AhMP4/51j+Bkri+4pS5POjCWj4NDwy++PqHPhkc' +
  '1D7tiw8/tVYAPiRYL7/T3n09KhClvvbbaj7QQDnAfJ7Zv9SBdj+nvRY+VErPO7pkLD7ppyu+wvDivUDFvD7YKZq9jMPEvrD5Yj2D' +
  'Ihw/wpuCPrnh2b29gY4/mf9LPr3xST7c4By/HmSIPuhVIT8gorg9bJdtv6xIAj5lcWA+SBMPPocM7z6OTx4/YnVuPv/iwj5ZQ5q+' +
  'gGeQPQvqDr/joAE9ap6AvLZFHL5Twg6+ppagO9Zujb+oys8+wngNPtH66z6I31I+VR0LvW5VCL7Y2JU+8+NLvnBqir1/gIO/7hsT' +
  'P2O/5b5APh0/omi0vtVNED+q4Jc9sX4Yv/rHhTxRUcu+cccmv/59B75EVhq998+dvkGO5L18Sy++FHTUPZ778j54VkE/YMfpvmUR' +
  '9z2qeAc+ZfJgvtrVKb1IGeY+eLjOPBAosb7IVt++FPjBPq4Lsr5tD56+YmuZvoG+DL6Hvva9ZAaevcqMp76rSBq/lMsePvzNu74k' +
  'NEjAJzAMPSgbqr54umK+cKUuvaI6Hj4AQWy+wmwGvyZPaD6TT8U/d62Tvvaclj6ifpY/wu+RQP2smT+Sfb68FD8iQI909z1QXzm+' +
  '66l1PYGSjLlGA4o+hjFjvlzRzTsQ8Z0+VCElv28mGL/AWJE+wzpfv3uvUz53dJ+846tcPnyixr8xtqq8c/jNuosaADwsA0a+tGRe' +
  'PpsRvr74sxK/LC+Pvu0PIz+Dwa2+jChuvB2VjL3VqLG8jFE4viniID5cn7k+V48vPmva9b0k0v4+0lcVv/Wcmj6MICQ9A8MVv4v3' +
  'pr1AqAG/1bCwPa8I/jw+uI2+xF6SP5AOl766BDU+ZYJivgLt7LwaJiU9HoMRupk6hj5imAS/+PSzPoL/DEBAt1o/wL7cPPiYgr15' +
  'E26/Hed9P5LaML+lIA4/zTRPv4z3V77Kn0m+YaGPvts/ij4Z2Eo8nRsHPViZMz4+ZEE+ZsGFPs+c/L7TX/u+eyu1vbJVAr8F2xq9' +
  '057tPhXHAT6RjQ4+pOCsP7cslj9Jo3I/G+GKQPDs+T2IAJs+g9mDvS2MCz+tOOa+6ESvPjFzaj/+lkY/xtxfwBPHsr5QfMA+nt/u' +
  'v63ez8Dj2zHA+e1CP+J4UMDGLJi+1liXvVjQbb9mRL08KajyPuQ+XL7OvAI/ZBDVvUJyNz9dMq4+4K05v2l/Nz+aOuq/3XfNPkP/' +
  'AcDpIwHAHHAjPZIvDb8b+gs/GATavtX5o76JlVo+0RzRPnJcfT4WRZg+bKmLPSTYG7/Bot0+MN/LPrL0qT6Qt5I98WJQvhkkjL4W' +
  '6Z49WsGYvulK+z4zAOK98YPMvJK0MD/9F729dIIivjoxtT5Zv/O+rJzKPtGus79oH74+p/QfwNo1zz+lIv0+JnMbPpkaRD61CYS+' +
  'eo0fPguQ9b18sGW/3Z1tvnKQG0DO7aA+Job5PplHQT8a7QE/A6qJP3gGnj5laJK+xVTyPurLR768eTa+GeIfvi8nrz7WGUs+yEt6' +
  'PqPE6D5x9oI+3i/2PjOp/T0eD5m9VXY3vVccXz6j+C6/qUI9Pj8xRr4SSuw+Ic8IQOnplD+v8nc/15u1Pl07JT+tCqk/Q50hvu7C' +
  'kb0m+de9s4Q0Pkt7Gj/esbE+YMuwv/Xahj+6vZhAvX6qP16hEkBIuq8//2CNPWzNcz5E1hi8hreiPY9lxj6ws149mYcYv9ntBj8z' +
  'NUW/gaK8vSlOlr/ZYJy+RaOEP7LhKT6Pys++beievnMcgD2iDJc92UfRvh6dPj5ll8+6iOqBPW+6Zj58pX4+MwwLvc1qh74WXMk+' +
  'XCzHvon1qD+TILA+D+0UvyBZAz+iDBY/9GjjPoY3ub6rWQQ/Ygw5P2ZVvzxsoc++81qsPnZQFT/dBgY9L07XPvDznj7C0rU/4y4W' +
  'v6mH2kAh1Vu+F71HvqRXFb+RuEI+A95lPj+cZLy2+Zw+d7WRPpH+yz1p4Xw+pSZtPpEtsz7PwN6+NhIKvi5wFz8Y/r0+By3fPnN8' +
  'zb6tuTi+jFIKvokZvr2PElw9mmV+PhzvFD4+koq+Wh8Kv5Fvp70/cNg+7Be+vqMs+b1tYZu8ZI4Kvx5CYT74A4++ApJ8P0ilsTyB' +
  'zRk/CmNDPpJxnD0mDso+FPupPQ14SL71xDI+mPssPlaHdT1bjx6/ymoDv0SrGb+EvIC/+1SswC+WpL+OEwpAc1FfwMTl5r2m0jI+' +
  'rsgnvmoeUj6M6wE/GuMKvm9w5L76Qrk9EcADP792gj7UJJu/3tSAPyecmT/rjmE+MfUTvxC9pz/YrjM9lFSHPl3+xzu/k5E+wpux' +
  'vqAfRT7mu6w9yQIWvm1hcr0pldY+slY+PlCAiD6w5J89BgPZPoWfXL39E+4+gbZIvvwbWr6t4eO+9fWePcRJWT5BKFS+UHEUP2PE' +
  'Izxe5gy8BjJxPjtqgL5Gi7w9M6kkwPXuJz99xT4/QrA7vDxPMD51jLg+nxuSPk90rj4Kudg6WUqJPacTzj670dE/uqChP8iJRb5J' +
  'BNM/hzWcPxBxwT42Hue+tGFYvhcW+b7on9c+29AbP8lRLD4R3R4/fq0qPrjq5z1QOpy9WQP4PrTIx70Nzo++b3ipvltUPj0Qd80+' +
  '9UEKPm4Raj6do/s+c4gdvxsLpj28UwNAZ10CPgGdnj43AwC9feWhPn4nmLtztEg+87qQPomifD/HcwU/uSHBQAh3976Sndo/BNWN' +
  'QP9sMkGu4fM+iXoYPpsuJEClR4g9I/4AP928ij43ozg+gNmCvndfRT6CAxm/lj2uvLfdPz9TAXG/fMkHQL7toDxONtc/3uvbv8MZ' +
  'YT8gF+y/7isavkmh5b7S0ms9bf5+vqcz1z18v4i+638bP4/kjLy147O+GkFePM51kT62vMm+a5QDP27FcD2lRVM+vqIJP+qbQD87' +
  'SjC+kJakPVegiD49LVU/3XKvvrQ9or9qwxa/xlHHPp6pHT6uXzA+0KvgPqVmUUAP2cQ/ElDEPzwgsT+EB2E+WngGvoKPoD2A940+' +
  'zVlXvu1Ko70P4sg7mz3MPVK2pL/Mkw0+cFuDPc0gLr9lxRG8qja/PkX2hL36CGA/FTIkPuQ+gz1uvq+9ODUtPph22T4uSdc+0jLU' +
  'vbbx5z3cPi6+YrGnPnk0FL+gsKI+gQQqPkwoQb7bJYE+oMqjPlyNsL3G0cq/K06YvwwSCb+IOxs9fWvWPplrkL44epo9IG8qPuOp' +
  '/r2GAtW+5NrsvgUpBb9FufG+NFTcPpTM5r5tsHDATquYvzFgs7+fijrA0ppdvgNQqz48pTK93fm7PuK5Jj8chkY+HwM4PnAgIL6v' +
  '1xk/Pp/fPhMaTz9e7nQ+f6wIwJKQBz8oQkI+yyyaP96GsL5szx694dmEPq5s5b6DGou93lWdPkT7zb6ceak+xgsCPxM9yj26sMo8' +
  'dpcKP0pO/76FEwa+pCqJPed4ej5v1tW+2DsPPy/5Aj/da4k9SklAv7Lf5L538oO99RRNviyoTTuiX7Y+HMOuvsAXBT9Wi2Q/3pEu' +
  'Pmv2Bj8Nz6y/iPlxPtJNUL45Phq+p4M8vf7qdcAa3grAOQiSQLZXisC/BUBAhOFQwKA64b2JTJBAZ9Hdvrdggb6wR5G/UwCVvtnm' +
  'ZL1L7YO+XHaCvjLlTT4/iF09LErJPmTy2T60zyY+7d2Jvj2AFL8IAgFABm2Nv25YLj7fNOO6Z7clPsaVRD4SjExATes+QBdg8T97' +
  '8/e+92YNP9J01z6YcJm+FnIuP7M2hT8EmMy/KMEsv7MFCsBCe7C+4NYiQGURHUApiey/U+3CPrGE0kCbJ0RAPlcKvl4QHz/CexC+' +
  'NnKCv0ZjIj0WlAW/qRbtvjdhJT84PTi/zEkAQJBLij/rMpi/1/i5QDoTIEDhdwg+09epwLmMF8ADWEC91LkwvlnVUj8xfT69TM4y' +
  'vcZ/lT3WP28/tR6SPviLED/CWRe/g8D7vxMKlj9ns84/CsruPnERsz9SqEY/dbY9v17fM78KiWK/5PYKP3Q4V72FbhTA2kQVQB6k' +
  'kL98HBvAAPuTO5ML+r+wJe6/BiYsQNmD9z8LGZ/ByGWhvmNlp7849ArAuSORPaRKHsD7GQXANq+QvtmHOkC/k/O+3DFowINXw7+y' +
  'DU2/6DGkvyM8t77oHlq/TuVAvo6qu75WGs2+HpUMPnhmVj5lh5W/JlZnvxCZBr8IVAm+ihoYv8eArL+Xchm/SoT+vUguOb9It3E9' +
  'VTPwvfb07j1KIqs9E+asPh45jb4VMeW/8pcIQLB+tL/WpU+/BIsbv7vvsb9O+mq9hVHyvlXBez5PAxm/d5+5v4xvAb+QqixAKJHV' +
  'v2/AF8ErQkfAb8tqwKQbbMAOt96+7T/Pu/+egb5t6la+bcf3vhdmEr4zDCU+lYi6vnk7Fb3DjWs/F016P+O1aL/zlUbAwSilv+7Z' +
  'Rb+wCE9AbEwjv7zF4z1xL8E+DYWAvn0cBr+4ymG+utaYvj9KEL89RGe+Js1zvn+XBjyd1O+9QxzKv5J/Jb8Gio0/mJoTv8bdnL91' +
  '60O/4KayPklngr+skqS/3fVvvuUOQT8b6TW/yeh2v2tGnr7blP6+qnqHv9D9jT9ugiC/K/pswB2NBcCJT46+ElpGvjlmM7+iNSG+' +
  '3FvmvYZhWD9AAt+9td+8vsNpwz0Q/tQ9gazmPeFhBD92EQ0/78YYO5MQy75OEy4/mrilvieDg76NEQ69w1TjvlyHBT5DcmE+ViTL' +
  'vlZVAL+Apqi9R5xlPJIIqT9wfRo/oKtCPgbEUz0=';

let decoded: PredictorRecord | undefined;

/**
 * The predictor that the lab ships. This file is written by, and is byte for byte the same after
 * `npm run -s headless -- predictor --train ../shared/data/traces/training-14-days.csv --days 12 --epochs 60 --seed 1 --out src/workload/forecasters/lstmDefault.ts`.
 */
export function defaultPredictor(): PredictorRecord {
  return (decoded ??= { ...record, parameters: parametersFrom(PARAMETERS) });
}
